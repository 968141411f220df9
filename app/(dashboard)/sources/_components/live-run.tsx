"use client";

import { Button, Group, Progress, Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import { cancel, decideRemovals } from "../actions";
import { StatusDot } from "./status-dot";
import { useCommand } from "./use-command";
import classes from "./sources.module.css";

interface Run {
  id: string;
  sourceId: string;
  state: string;
  cancelAsked: boolean;
  records: number;
  pages: number;
  streams: { name: string; state: string; records: number; pages: number }[];
  waiting: { reason: string; until: string } | null;
  next: string | null;
  removals: { id: string; name: string; kind: string }[];
}

const live = (state: string) => ["queued", "running", "waiting_for_person"].includes(state);
const pollMs = 1_500;

/** The run's newest state, asked for while it lives; the page is read anew when it has ended. */
function useRun(initial: Run): Run {
  const router = useRouter();
  const [latest, setLatest] = useState<Run | null>(null);
  const run = latest && latest.id === initial.id ? latest : initial;
  const polling = run.state === "queued" || run.state === "running";
  useEffect(() => {
    if (!polling) return undefined;
    const timer = setInterval(() => {
      void fetch(`/api/v1/sources/${initial.sourceId}/runs/${initial.id}`)
        .then(async (answer) => {
          if (!answer.ok) return;
          const next = (await answer.json()) as Run;
          setLatest(next);
          if (next.state !== "queued" && next.state !== "running") router.refresh();
        })
        // The next poll tries again.
        .catch(() => undefined);
    }, pollMs);
    return () => clearInterval(timer);
  }, [initial.id, initial.sourceId, polling, router]);
  return run;
}

/** A run under way: how far, what it waits for, what is next; cancel it or decide about removals. */
export function LiveRun({ initial, canSync }: { initial: Run; canSync: boolean }) {
  const run = useRun(initial);
  const stop = useCommand(cancel, "The run ends after the page it reads");
  if (!live(run.state)) return null;
  const ended = run.streams.filter((s) => !["pending", "running"].includes(s.state)).length;
  return (
    <section className={classes.section} aria-label="Sync under way">
      <Group justify="space-between" mb="sm">
        <Title order={2}>
          {run.records.toLocaleString("en-GB")} records in {run.pages.toLocaleString("en-GB")} pages
        </Title>
        {canSync && run.state !== "waiting_for_person" ? (
          <Button
            variant="default"
            size="xs"
            disabled={run.cancelAsked}
            loading={stop.busy}
            onClick={() => void stop.run({ runId: run.id })}
          >
            Cancel sync
          </Button>
        ) : null}
      </Group>
      <Progress
        value={run.streams.length === 0 ? 0 : (100 * ended) / run.streams.length}
        aria-label="Streams that were read"
        mb="sm"
      />
      <Text size="sm" aria-live="polite">
        <StatusDot status={run.state} /> · {ended} of {run.streams.length} streams. {run.next}
      </Text>
      {run.waiting ? (
        <Notice kind="info" title={`Waiting until ${exactTime(run.waiting.until)}`}>
          {run.waiting.reason}
        </Notice>
      ) : null}
      {run.state === "waiting_for_person" ? <Removals run={run} canSync={canSync} /> : null}
    </section>
  );
}

function Removals({ run, canSync }: { run: Run; canSync: boolean }) {
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
