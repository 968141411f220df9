"use client";

import Link from "next/link";
import { counted } from "@/lib/domain/counted";
import { failedText } from "../states/failed-text";
import { agoText, exactTime } from "../time/time-text";
import { useNow } from "../time/use-now";
import type { SyncState } from "./shell-state";
import classes from "./shell.module.css";

const staleAfterMs = 26 * 3_600_000;

function describe(
  state: SyncState,
  now: number,
): { dot: string; short: string; long: string; href?: string } {
  const { running, waiting, oldest, failing } = state;
  const [held] = waiting;
  if (held) {
    const short =
      waiting.length === 1
        ? "1 sync waits for a person"
        : `${waiting.length} syncs wait for a person`;
    const names = waiting.map((run) => run.sourceName).join(", ");
    const href = waiting.length === 1 ? `/sources/${held.sourceId}` : "/sources";
    return { dot: "failing", short, long: `Much was not found any more: ${names}`, href };
  }
  if (running.length > 0) {
    const names = running.map((run) => run.sourceName).join(", ");
    const short = running.length === 1 ? "1 source syncing" : `${running.length} sources syncing`;
    return { dot: "running", short, long: `Reading now: ${names}` };
  }
  const [broken] = failing;
  if (broken) {
    const short = `${counted(failing.length, "source")} failing`;
    const href = failing.length === 1 ? `/sources/${broken.sourceId}` : "/sources";
    return {
      dot: "failing",
      short,
      long: failedText(failing.map((one) => ({ ...one, name: one.sourceName }))),
      href,
    };
  }
  if (!oldest) return { dot: "none", short: "No source yet", long: "Connect a source to begin" };
  if (oldest.at === null) {
    return {
      dot: "none",
      short: "Never read to the end",
      long: `${oldest.sourceName} was never read to the end`,
    };
  }
  const stale = now - Date.parse(oldest.at) > staleAfterMs;
  return {
    dot: stale ? "stale" : "fresh",
    short: `Read to the end ${agoText(oldest.at, now)}`,
    long:
      state.sources === 1
        ? `${oldest.sourceName} was last read to the end ${exactTime(oldest.at)}`
        : `${oldest.sourceName} was read to the end longest ago, ${exactTime(oldest.at)}`,
  };
}

/** How fresh everything on the screen is: when all was last read to the end, what runs, what fails. */
export function SyncIndicator({ state }: { state: SyncState }) {
  const now = useNow();
  if (now === null) return null;
  const { dot, short, long, href = "/sources" } = describe(state, now);
  return (
    <Link
      href={href}
      prefetch={false}
      className={classes.sync}
      aria-label={`${short}. ${long}`}
      data-hint={long}
    >
      <span className={classes.dot} data-state={dot} aria-hidden="true" />
      <span className={classes.syncText}>{short}</span>
    </Link>
  );
}
