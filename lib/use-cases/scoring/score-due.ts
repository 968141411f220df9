import { setImmediate as turn } from "node:timers/promises";
import type { PoolClient } from "pg";
import { pool } from "@/lib/infra/db";
import { refreshStatistics } from "../ingest/refresh-statistics";
import { type ActivePolicy, activePolicy } from "../policies/active-policy";
import { applyPatternsToDueSql } from "../patterns/apply-patterns";
import { look, type Look } from "./evaluate";
import type { Readers } from "./load-parts";
import type { Chunk, DueSubject, Position } from "./due-subject";
import { loadDue, loadSweep, loadWhole } from "./load-subjects";
import { loadKept } from "./load-inputs";
import { refreshFiguresOf } from "./refresh-figures";
import { beginSweep, endSweep, noteSweep } from "./sweep";
import { isNews, writeLooks } from "./write-looks";

/** Small enough to die young in memory, large enough to be worth a round trip. */
const chunkSize = 250;
/** How often a sweep says how far it is; what a crash repeats finds nothing new. */
const noteEveryMs = 2_000;
const worthStatistics = 5_000;
/** Serialises scoring: two workers would only do each other's rows again. */
const scoringLock = 7_061_975;

/** Chunks follow an index in its order; without statistics PostgreSQL would sort all rows for each. */
const plans = ["hashjoin", "mergejoin", "seqscan", "bitmapscan", "sort"];
/** The statements are prepared: each connection plans them once, not two thousand times. */
const orderedPlans = [
  ...plans.map((plan) => `SET enable_${plan} = off`),
  "SET plan_cache_mode = force_generic_plan",
].join("; ");
const usualPlans = [...plans.map((plan) => `RESET enable_${plan}`), "RESET plan_cache_mode"].join(
  "; ",
);

export interface ScoringResult {
  scored: number;
  /** True when time ran out and more is due. */
  isUnfinished: boolean;
}

interface Work {
  now: Date;
  policy: ActivePolicy;
  endsAt: number;
  stop: AbortSignal | undefined;
  /** Sources whose figures changed. */
  touched: Set<string>;
  /** Ways to answer that this run has written down. */
  noted: Set<string>;
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
      const policy = await activePolicy();
      const touched = new Set<string>();
      const noted = new Set<string>();
      const work = { now, policy, endsAt: Date.now() + budgetMs, stop, touched, noted };
      return await inOrder(guard, (first) =>
        withConnection((other) => inOrder(other, (second) => scoreAll([first, second], work))),
      );
    } finally {
      await guard.query("SELECT pg_advisory_unlock($1)", [scoringLock]);
    }
  } finally {
    guard.release();
  }
}

async function withConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

/** Reads chunks in the order of an index while `work` goes on. */
async function inOrder<T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  await client.query(orderedPlans);
  try {
    return await work(client);
  } finally {
    await client.query(usualPlans);
  }
}

async function scoreAll(readers: Readers, work: Work): Promise<ScoringResult> {
  await refreshStatistics();
  await pool().query(applyPatternsToDueSql, [
    new Date(Math.max(work.now.getTime(), Date.now()) + 1),
  ]);
  const due = await scoreQueue(readers, work);
  const swept = due.isUnfinished ? due : await sweep(readers, work);
  await refreshFiguresOf(work.touched, work.now);
  const scored = due === swept ? due.scored : due.scored + swept.scored;
  // The rows it wrote are old news to the planner; a small sync that comes next should not pay for that.
  if (scored >= worthStatistics) await refreshStatistics("little");
  return { scored, isUnfinished: swept.isUnfinished };
}

function scoreQueue(readers: Readers, work: Work): Promise<ScoringResult> {
  const until = new Date(Math.max(work.now.getTime(), Date.now()) + 1);
  return scoreChunks(
    work,
    (after) => loadDue(readers, until, after, chunkSize),
    (looks) => writeLooks(looks, work),
  );
}

async function sweep(readers: Readers, work: Work): Promise<ScoringResult> {
  const begun = await beginSweep(work.now, work.policy.number);
  if (!begun) return { scored: 0, isUnfinished: false };
  const load = begun.isReading ? loadSweep : loadKept;
  let last = begun.after;
  let notedAt = Date.now();
  const result = await scoreChunks(
    work,
    (after) => load(readers, begun.since, after?.id ?? begun.after, chunkSize),
    async (looks) => writeLooks(await inFull(looks, work), work),
    async ({ id }) => {
      last = id;
      if (Date.now() - notedAt < noteEveryMs) return;
      notedAt = Date.now();
      await noteSweep(id);
    },
  );
  await noteSweep(last);
  if (!result.isUnfinished) await endSweep();
  return result;
}

/** Looks again at those of a sweep whose findings change, with all that a finding tells. */
async function inFull(looks: Look[], { now, policy }: Work): Promise<Look[]> {
  const ids = looks.flatMap(({ due, verdicts }) =>
    verdicts === due.verdicts ? [] : due.subject.id,
  );
  if (ids.length === 0) return looks;
  const whole = await withConnection((client) => loadWhole(client, ids));
  const again = new Map(whole.map((due) => [due.subject.id, look(due, policy.document, now)]));
  return looks.flatMap((one) => {
    if (one.verdicts === one.due.verdicts) return one;
    const second = again.get(one.due.subject.id);
    // Queued again or gone since it was read: another look is due.
    return second?.due.rescoreAt === one.due.rescoreAt ? second : [];
  });
}

/** Chunks that are written at a time: each is the work of one process of the server. */
const writers = 2;

/**
 * While one chunk is judged, the next one is read and those before are written. `note` hears how far
 * everything is written, in order.
 */
async function scoreChunks(
  { now, policy, endsAt, stop }: Work,
  load: (after: Position | null) => Promise<Chunk>,
  write: (looks: Look[]) => Promise<void>,
  note: (upTo: Position) => Promise<void> = async () => undefined,
): Promise<ScoringResult> {
  let scored = 0;
  let isUnfinished = false;
  const writing: Promise<void>[] = [];
  let written: Promise<void> = Promise.resolve();
  try {
    let chunk = await load(null);
    while (chunk.next !== null) {
      const { next: upTo } = chunk;
      isUnfinished = stop?.aborted === true || Date.now() > endsAt;
      const loading = isUnfinished ? null : load(upTo);
      loading?.catch(() => undefined);
      const looks = await newsOf(chunk, (due) => look(due, policy.document, now), now);
      if (writing.length === writers) await writing.shift();
      const mine = write(looks);
      written = Promise.all([written, mine]).then(() => note(upTo));
      written.catch(() => undefined);
      writing.push(mine);
      scored += chunk.count;
      if (loading === null) break;
      chunk = await loading;
    }
  } finally {
    await Promise.allSettled(writing);
  }
  await written;
  return { scored, isUnfinished };
}

/** So many are judged before what the database has sent meanwhile is taken in. */
const turnSize = 100;

/** The looks that found something to write; most find nothing, and are forgotten at once. */
async function newsOf(
  { subjects }: Chunk,
  judge: (due: DueSubject) => Look,
  now: Date,
): Promise<Look[]> {
  const looks: Look[] = [];
  let judged = 0;
  for (const due of subjects) {
    if (judged > 0 && judged % turnSize === 0) await turn();
    judged += 1;
    const one = judge(due);
    if (isNews(one, now)) looks.push(one);
  }
  return looks;
}
