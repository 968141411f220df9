import type { PoolClient } from "pg";
import { evaluateRules } from "@/lib/domain/policy/evaluate";
import { riskPolicyVersion } from "@/lib/domain/risk/score";
import { db, inTransaction, pool } from "@/lib/infra/db";
import { type TimelineRow, timelineColumns } from "../ingest/batch";
import { insertRows, updateRows } from "../ingest/bulk-sql";
import { newId } from "../ingest/new-id";
import { scoreColumns, type ScoreRow, scoreRow } from "./evaluate";
import { type DueSubject, loadDue, type Position } from "./load-subjects";
import { refreshFiguresOf } from "./refresh-figures";
import { writeFindings } from "./write-findings";

const chunkSize = 2_000;
/** Serialises scoring: two workers would only do each other's rows again. */
const scoringLock = 7_061_975;

export interface ScoringResult {
  scored: number;
  /** True when time ran out and more is due. */
  isUnfinished: boolean;
}

/**
 * Scores what is due, oldest first, until nothing is left or the time is up; then renews the
 * counts of the sources it touched. The next chunk is read while the last one is written.
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
      return await scoreAll(guard, now, options);
    } finally {
      await guard.query("SELECT pg_advisory_unlock($1)", [scoringLock]);
    }
  } finally {
    guard.release();
  }
}

async function scoreAll(
  reader: PoolClient,
  now: Date,
  { budgetMs = 120_000, stop }: { budgetMs?: number; stop?: AbortSignal },
): Promise<ScoringResult> {
  await queueOldVersions();
  const endsAt = Date.now() + budgetMs;
  const until = new Date(Math.max(now.getTime(), Date.now()) + 1);
  const touched = new Set<string>();
  let scored = 0;
  let after: Position | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isUnfinished = false;
  for (;;) {
    const chunk = await loadDue(reader, until, after, chunkSize);
    const last = chunk.at(-1);
    if (!last) break;
    after = { at: last.rescoreAt, id: last.subject.id };
    await writing;
    writing = writeChunk(chunk, now);
    writing.catch(() => undefined);
    for (const due of chunk) touched.add(due.sourceId);
    scored += chunk.length;
    if (stop?.aborted || Date.now() > endsAt) {
      isUnfinished = true;
      break;
    }
  }
  await writing;
  if (touched.size > 0) await refreshFiguresOf(touched, now);
  return { scored, isUnfinished };
}

const versionSetting = "scoring.policy-version";

/** A raised policy version makes every identity due, once; looking for them each time would scan all. */
async function queueOldVersions(): Promise<void> {
  const known = await db().setting.findUnique({ where: { name: versionSetting } });
  if (known?.value === riskPolicyVersion) return;
  await inTransaction(async (client) => {
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query(
      `UPDATE identity SET rescore_at = now()
       WHERE missing_since IS NULL AND risk_version <> $1 AND scored_at IS NOT NULL AND rescore_at > now()`,
      [riskPolicyVersion],
    );
    await client.query(
      `INSERT INTO setting (name, value, updated_at) VALUES ($1, $2::jsonb, now())
       ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = now()`,
      [versionSetting, JSON.stringify(riskPolicyVersion)],
    );
  });
}

async function writeChunk(chunk: readonly DueSubject[], now: Date): Promise<void> {
  const rows = chunk.map((due) => scoreRow(due, now));
  await inTransaction(async (client) => {
    const open = await writeFindings(client, chunk, evaluateRules, now);
    for (const row of rows) row.open_findings = open.get(row.id) ?? 0;
    await insertRows(client, "identity_event", timelineColumns, bandChanges(chunk, rows, now));
    await updateRows(client, "identity", scoreColumns, rows, {
      where: "t.rescore_at = r.was_rescore_at AND t.missing_since IS NULL",
    });
  });
}

function bandChanges(
  chunk: readonly DueSubject[],
  rows: readonly ScoreRow[],
  now: Date,
): TimelineRow[] {
  return chunk.flatMap(({ wasScored, before }, index) => {
    const row = rows[index];
    if (!row || !wasScored || before.band === row.risk_band) return [];
    const summary = `Risk went from ${before.band} (${before.score}) to ${row.risk_band} (${row.risk_score})`;
    const change = { risk_band: { from: before.band, to: row.risk_band } };
    const base = { id: newId(), identity_id: row.id, at: now.toISOString(), run_id: null };
    return [{ ...base, kind: "band_changed", summary, change }];
  });
}
