import { Anchor, Stack, Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { SetupForm } from "./_components/setup-form";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token } = await searchParams;
  if (token) return <SetupForm token={token} />;
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        This link is not whole
      </Title>
      <Text size="sm">
        Copy the whole set-up link that Muster printed when it started, or{" "}
        <Anchor href="/sign-in">sign in</Anchor>.
      </Text>
    </Stack>
  );
}
