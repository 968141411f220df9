"use client";

import { Button, Group } from "@mantine/core";
import { Notice } from "@/components/states/notice";
import { decideRemovals } from "../actions";
import { type Removal, RemovalList } from "./removal-list";
import { heldText } from "./removal-words";
import { useCommand } from "./use-command";

interface RemovalsProps {
  run: {
    id: string;
    sourceId: string;
    removals: readonly Removal[];
    outcome: Record<string, number>;
  };
  canSync: boolean;
}

/** A reading that would remove unusually much waits for a person. */
export function Removals({ run, canSync }: RemovalsProps) {
  const decide = useCommand(decideRemovals, "Decided");
  const answer = (decision: "confirm" | "keep") => void decide.run({ runId: run.id, decision });
  const total = run.outcome.heldRemovals ?? run.removals.length;
  return (
    <>
      <Notice kind="warning" title={heldText(total, run.outcome.heldEntries ?? 0)}>
        That is unusually much. Confirm only if they were really removed at the provider. Until
        then, and if they are kept, all stay as they were.
        {total > 0 ? <RemovalList run={run} first={run.removals} total={total} /> : null}
      </Notice>
      {canSync ? (
        <Group gap="sm" mt="sm">
          <Button loading={decide.busy} onClick={() => answer("keep")}>
            Keep them all
          </Button>
          <Button variant="default" loading={decide.busy} onClick={() => answer("confirm")}>
            Confirm that they are gone
          </Button>
        </Group>
      ) : null}
    </>
  );
}
