import { Anchor, Text, Title } from "@mantine/core";
import { BrandMark } from "@/components/shell/brand-mark";

export default function NotFound() {
  return (
    <main style={{ display: "grid", placeContent: "center", minHeight: "100vh", padding: 24 }}>
      <Text c="indigo.6" component="span" mb="md" lh={0}>
        <BrandMark size={32} />
      </Text>
      <Title order={1}>There is nothing at this address</Title>
      <Text c="dimmed" mt={4} mb={16}>
        Check it for a slip, or begin again from the start.
      </Text>
      <Anchor href="/">Go to the start page</Anchor>
    </main>
  );
}
