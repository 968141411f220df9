import { Badge } from "@mantine/core";

/** Says that what stands beside it is invented. */
export function SampleMark() {
  return (
    <Badge
      variant="outline"
      color="gray"
      size="sm"
      radius="sm"
      tt="none"
      c="dimmed"
      title="Part of the sample organisation"
    >
      Sample
    </Badge>
  );
}
