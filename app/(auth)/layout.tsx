import { Center, Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { BrandMark } from "@/components/shell/brand-mark";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Group gap="xs" c="indigo">
          <BrandMark size={26} />
          <Text fw={650} size="lg" c="var(--mantine-color-text)">
            Muster
          </Text>
        </Group>
        <Paper withBorder p="lg">
          {children}
        </Paper>
      </Stack>
    </Center>
  );
}
