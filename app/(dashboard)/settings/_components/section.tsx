import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A titled part of a settings page. */
export function Section({
  title,
  sentence,
  children,
}: {
  title: string;
  sentence?: string;
  children: ReactNode;
}) {
  return (
    <Stack component="section" gap="sm">
      <div>
        <Title order={2} size="h4">
          {title}
        </Title>
        {sentence ? (
          <Text size="sm" c="dimmed">
            {sentence}
          </Text>
        ) : null}
      </div>
      {children}
    </Stack>
  );
}
