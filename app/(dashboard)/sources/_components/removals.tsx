"use client";

import { Button, Group } from "@mantine/core";
import { Notice } from "@/components/states/notice";
import { decideRemovals } from "../actions";
import { useCommand } from "./use-command";

export interface Removal {
  id: string;
  name: string;
  kind: string;
}

interface RemovalsProps {
  run: { id: string; removals: readonly Removal[]; outcome: Record<string, number> };
  canSync: boolean;
}

/** A reading that would remove unusually much waits for a person. */
export function Removals({ run, canSync }: RemovalsProps) {
  const decide = useCommand(decideRemovals, "Decided");
  const answer = (decision: "confirm" | "keep") => void decide.run({ runId: run.id, decision });
  const entries = run.outcome.heldEntries ?? 0;
  return (
    <>
      <Notice kind="warning" title="An unusual number was not found any more">
        Confirm only if they were really removed at the provider. Until then, and if they are kept,
        all stay as they were.
        <ul>
          {run.removals.slice(0, 20).map((removal) => (
            <li key={removal.id}>{removal.name}</li>
          ))}
          {run.removals.length > 20 ? <li>and {run.removals.length - 20} more</li> : null}
          {entries > 0 ? (
            <li>
              {entries.toLocaleString("en-GB")} credentials, grants or trusts of identities that
              stay
            </li>
          ) : null}
        </ul>
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
