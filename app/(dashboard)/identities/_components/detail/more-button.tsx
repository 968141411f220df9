import { Button } from "@mantine/core";
import type { useMore } from "./use-more";

interface MoreButtonProps {
  list: ReturnType<typeof useMore>;
  /** What the button does. */
  children: string;
  /** How many there are of all, where that is known. */
  total?: number;
}

/** The way to the rest of a list, with how much of it is shown. */
export function MoreButton({ list, children, total }: MoreButtonProps) {
  const { items, isMore, busy, error, load } = list;
  return (
    <>
      {isMore ? (
        <Button size="compact-sm" variant="default" mt={8} loading={busy} onClick={load}>
          {children}
          {total === undefined
            ? ""
            : ` (${items.length.toLocaleString("en")} of ${total.toLocaleString("en")} shown)`}
        </Button>
      ) : null}
      {error ? <p role="alert">{error}</p> : null}
    </>
  );
}
