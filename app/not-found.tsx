import { Anchor, Text, Title } from "@mantine/core";

export default function NotFound() {
  return (
    <main style={{ display: "grid", placeContent: "center", minHeight: "100vh", padding: 24 }}>
      <Title order={1}>There is nothing at this address</Title>
      <Text c="dimmed" mt={4} mb={16}>
        Check the address, or go to the start page.
      </Text>
      <Anchor href="/">Go to the start page</Anchor>
    </main>
  );
}
