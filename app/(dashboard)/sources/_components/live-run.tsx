"use client";

import { Button, Group, Progress, Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import { numberText } from "@/lib/domain/counted";
import { cancel } from "../actions";
import type { Removal } from "./removal-list";
import { Removals } from "./removals";
import { runStatus, StatusDot } from "./status-dot";
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
  removals: Removal[];
  outcome: Record<string, number>;
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

interface LiveRunProps {
  initial: Run;
  canSync: boolean;
  /** What each stream reads, in words. */
  titles: Readonly<Record<string, string>>;
  /** Whom the run waits for. */
  provider: string;
}

/** A run under way: how far, what it waits for, what is next; cancel it or decide about removals. */
export function LiveRun({ initial, canSync, titles, provider }: LiveRunProps) {
  const run = useRun(initial);
  const stop = useCommand(cancel, "The run ends after the page it reads");
  if (!live(run.state)) return null;
  const ended = run.streams.filter((s) => !["pending", "running"].includes(s.state)).length;
  return (
    <section className={classes.live} aria-label="Sync under way">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          <StatusDot status={runStatus(run)} />
        </Title>
        {canSync && run.state !== "waiting_for_person" ? (
          <Button
            variant="default"
            size="xs"
            disabled={run.cancelAsked}
            loading={stop.busy}
            onClick={() => void stop.run({ runId: run.id })}
          >
            {run.cancelAsked ? "Cancelling" : "Cancel sync"}
          </Button>
        ) : null}
      </Group>
      <Progress
        value={run.streams.length === 0 ? 0 : (100 * ended) / run.streams.length}
        aria-label="Streams that were read"
        mb="sm"
      />
      <Text size="sm" aria-live="polite">
        {numberText(run.records)} records in {numberText(run.pages)} pages · {ended} of{" "}
        {run.streams.length} streams. {run.next}
      </Text>
      {run.waiting ? (
        <div className={classes.notice}>
          <Notice
            kind="info"
            title={`Waiting for ${provider} until ${exactTime(run.waiting.until)}`}
          >
            {run.waiting.reason}
          </Notice>
        </div>
      ) : null}
      <ul className={classes.progress}>
        {run.streams.map((stream) => (
          <li key={stream.name}>
            <StatusDot status={stream.state} />
            <span>{titles[stream.name] ?? stream.name}</span>
            <span className={classes.count}>{numberText(stream.records)}</span>
          </li>
        ))}
      </ul>
      {run.state === "waiting_for_person" ? <Removals run={run} canSync={canSync} /> : null}
    </section>
  );
}
