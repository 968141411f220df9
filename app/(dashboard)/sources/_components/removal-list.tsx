"use client";

import { Anchor, Button, Text } from "@mantine/core";
import { useState } from "react";
import { kindWords } from "@/components/nhi/words";
import { LocalLink as Link } from "@/components/shell/local-link";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import classes from "./sources.module.css";

export interface Removal {
  id: string;
  name: string;
  kind: string;
}

interface RemovalListProps {
  run: { id: string; sourceId: string };
  /** The first of them, by name. */
  first: readonly Removal[];
  total: number;
}

const atOnce = 50;

/** Each identity that was not found, with its kind and a way to look at it; more of them on request. */
export function RemovalList({ run, first, total }: RemovalListProps) {
  const [more, setMore] = useState<readonly Removal[]>([]);
  const [shown, setShown] = useState(atOnce);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const all = [...first, ...more];
  const left = total - Math.min(shown, all.length);
  const showMore = async () => {
    setFailed(false);
    if (all.length < Math.min(total, shown + atOnce)) {
      setBusy(true);
      const query = new URLSearchParams({ after: all.at(-1)?.id ?? "" });
      const path = `/api/v1/sources/${run.sourceId}/runs/${run.id}/removals?${query.toString()}`;
      const items = await fetch(path)
        .then(async (answer) =>
          answer.ok ? ((await answer.json()) as { items: Removal[] }).items : null,
        )
        .catch(() => null);
      setBusy(false);
      if (!items) return setFailed(true);
      setMore([...more, ...items]);
    }
    return setShown(shown + atOnce);
  };
  return (
    <>
      <ul className={classes.reads} aria-label="Not found any more">
        {all.slice(0, shown).map((removal) => (
          <li key={removal.id}>
            <Anchor component={Link} href={`/identities/${removal.id}`} inherit>
              {removal.name}
            </Anchor>{" "}
            · {kindWords[removal.kind as IdentityKind] ?? removal.kind}
          </li>
        ))}
      </ul>
      {left > 0 ? (
        <Button variant="default" size="xs" mt="xs" loading={busy} onClick={() => void showMore()}>
          Show more, {left.toLocaleString("en-GB")} left
        </Button>
      ) : null}
      {failed ? (
        <Text size="sm" role="alert">
          The next ones could not be read. Try again.
        </Text>
      ) : null}
    </>
  );
}
