import type { PoolClient } from "pg";
import { pool } from "@/lib/infra/db";
import { type DueSubject, loadDue, loadSweep, type Position } from "./load-subjects";
import { look } from "./evaluate";
import { refreshFiguresOf } from "./refresh-figures";
import { beginSweep, endSweep, noteSweep } from "./sweep";
import { writeLooks } from "./write-looks";

const chunkSize = 2_000;
/** Serialises scoring: two workers would only do each other's rows again. */
const scoringLock = 7_061_975;

export interface ScoringResult {
  scored: number;
  /** True when time ran out and more is due. */
  isUnfinished: boolean;
}

interface Work {
  now: Date;
  endsAt: number;
  stop: AbortSignal | undefined;
  /** Sources whose figures changed. */
  touched: Set<string>;
}

/**
 * Scores what is due, oldest first, then what a new policy version or the week asks to be looked at
 * again, until nothing is left or the time is up; then renews the counts of the sources it changed.
 */
export async function scoreDue(
  now: Date,
  options: { budgetMs?: number; stop?: AbortSignal } = {},
): Promise<ScoringResult> {
  const guard = await pool().connect();
  try {
    const { rows } = await guard.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS mine",
      [scoringLock],
    );
    if (!rows[0]?.mine) return { scored: 0, isUnfinished: true };
    try {
      const { budgetMs = 120_000, stop } = options;
      return await scoreAll(guard, {
        now,
        endsAt: Date.now() + budgetMs,
        stop,
        touched: new Set(),
      });
    } finally {
      await guard.query("SELECT pg_advisory_unlock($1)", [scoringLock]);
    }
  } finally {
    guard.release();
  }
}

async function scoreAll(reader: PoolClient, work: Work): Promise<ScoringResult> {
  const due = await scoreQueue(reader, work);
  const swept = due.isUnfinished ? due : await sweep(reader, work);
  if (work.touched.size > 0) await refreshFiguresOf(work.touched, work.now);
  return {
    scored: due === swept ? due.scored : due.scored + swept.scored,
    isUnfinished: swept.isUnfinished,
  };
}

function scoreQueue(reader: PoolClient, work: Work): Promise<ScoringResult> {
  const until = new Date(Math.max(work.now.getTime(), Date.now()) + 1);
  const positionOf = ({ rescoreAt, subject }: DueSubject): Position => ({
    at: rescoreAt ?? "infinity",
    id: subject.id,
  });
  return scoreChunks(
    work,
    (last) => loadDue(reader, until, last && positionOf(last), chunkSize),
    (chunk) => writeLooks(chunk, work),
  );
}

async function sweep(reader: PoolClient, work: Work): Promise<ScoringResult> {
  const begun = await beginSweep(work.now);
  if (!begun) return { scored: 0, isUnfinished: false };
  const result = await scoreChunks(
    work,
    (last) => loadSweep(reader, begun.since, last?.subject.id ?? begun.after, chunkSize),
    (chunk) =>
      writeLooks(chunk, work, (client) => noteSweep(client, chunk.at(-1)?.due.subject.id ?? null)),
  );
  if (!result.isUnfinished) await endSweep();
  return result;
}

/** While one chunk is judged, the next one is read and the one before is written. */
async function scoreChunks(
  { now, endsAt, stop }: Work,
  load: (last: DueSubject | null) => Promise<DueSubject[]>,
  write: (looks: ReturnType<typeof look>[]) => Promise<void>,
): Promise<ScoringResult> {
  let scored = 0;
  let writing: Promise<void> = Promise.resolve();
  let isUnfinished = false;
  let chunk = await load(null);
  while (chunk.length > 0) {
    isUnfinished = stop?.aborted === true || Date.now() > endsAt;
    const next = isUnfinished ? Promise.resolve([]) : load(chunk.at(-1) ?? null);
    next.catch(() => undefined);
    const looks = chunk.map((due) => look(due, now));
    await writing;
    writing = write(looks);
    writing.catch(() => undefined);
    scored += chunk.length;
    chunk = await next;
  }
  await writing;
  return { scored, isUnfinished };
}
