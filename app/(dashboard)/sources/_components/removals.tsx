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
  run: { id: string; removals: readonly Removal[] };
  canSync: boolean;
}

/** A reading that would remove unusually much waits for a person. */
export function Removals({ run, canSync }: RemovalsProps) {
  const decide = useCommand(decideRemovals, "Decided");
  const answer = (decision: "confirm" | "keep") => void decide.run({ runId: run.id, decision });
  return (
    <>
      <Notice kind="warning" title="An unusual number of identities was not found any more">
        Confirm only if they were really removed at the provider. Kept ones stay as they were.
        <ul>
          {run.removals.slice(0, 20).map((removal) => (
            <li key={removal.id}>{removal.name}</li>
          ))}
        </ul>
        {run.removals.length > 20 ? `and ${run.removals.length - 20} more` : ""}
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
