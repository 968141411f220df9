import { Text } from "@mantine/core";
import { numberText } from "@/lib/domain/counted";

interface Removal {
  name: string;
  total: number;
  done: number;
}

/** Sources that are gone from every list while a job still deletes their rows. */
export function RemovalNotes({ items }: { items: readonly Removal[] }) {
  if (items.length === 0) return null;
  return (
    <output>
      {items.map(({ name, total, done }) => (
        <Text key={name} size="sm" c="dimmed" component="span" display="block">
          Removing {name}: {numberText(done)} of {numberText(total)} identities deleted
        </Text>
      ))}
    </output>
  );
}
