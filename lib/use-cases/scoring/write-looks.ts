import type { PoolClient } from "pg";
import { databaseJson } from "@/lib/infra/database-json";
import { inTransaction } from "@/lib/infra/db";
import { type TimelineRow, timelineColumns } from "../ingest/batch";
import { insertRows, updateRows, keyedPlans } from "../ingest/bulk-sql";
import { newId } from "../ingest/new-id";
import { freeOfRuns } from "../ingest/queue-scoring";
import type { Look } from "./evaluate";
import type { Decided } from "./due-subject";
import { noteAnswers } from "./rule-answers";
import { inputShape } from "./scoring-input";
import { writeFindings } from "./write-findings";

const decidedColumns = {
  id: "uuid",
  risk_score: "integer",
  risk_band: "text",
  risk_confidence: "integer",
  open_findings: "integer",
  credential_count: "integer",
  rotation_state: "text",
  owner_state: "text",
  owner_hint: "text",
} as const;
const decidedNames = Object.keys(decidedColumns).filter(
  (column) => column !== "id",
) as (keyof Decided)[];

/** A crash of the server takes back whole chunks and puts them on the queue again: nothing is lost. */
const soonDurable = "SET LOCAL synchronous_commit = off";

/**
 * Writes what changed since the last look, in one transaction. What was queued again meanwhile is
 * left for the next look.
 */
export async function writeLooks(
  news: readonly Look[],
  { now, touched, noted }: { now: Date; touched: Set<string>; noted: Set<string> },
): Promise<void> {
  if (news.length === 0) return;
  const answers = await inTransaction(async (client) => {
    await client.query(keyedPlans);
    await client.query(soonDurable);
    const fresh = await noteAnswers(client, news.filter(isAnsweredAnew), noted);
    const taken = await takeOver(client, news, now);
    const open = await writeFindings(
      client,
      taken.filter((one) => one.verdicts !== one.due.verdicts),
      now,
    );
    for (const { due, decided } of taken)
      decided.open_findings = open.get(due.subject.id) ?? decided.open_findings;
    const changed = taken.filter(differs);
    await insertRows(client, "identity_event", timelineColumns, bandChanges(changed, now));
    const rows = changed.map(({ due, decided }) => ({ id: due.subject.id, ...decided }));
    await updateRows(client, "identity", decidedColumns, rows, {
      where: "t.missing_since IS NULL",
    });
    await writeInputs(client, taken);
    for (const { due } of taken) {
      if (!due.wasScored || open.has(due.subject.id)) touched.add(due.sourceId);
    }
    for (const { due } of taken.filter(isAnsweredAnew)) touched.add(due.sourceId);
    for (const { due } of changed) touched.add(due.sourceId);
    return fresh;
  });
  for (const digest of answers) noted.add(digest);
}

const differs = ({ due, decided }: Look): boolean =>
  decidedNames.some((column) => decided[column] !== due.before[column]);

const isAnsweredAnew = ({ answers, due }: Look): boolean => answers !== due.answers;

const isOtherInput = ({ input, due }: Look): boolean =>
  input !== null && input.digest !== due.inputDigest;

/** Whether a look found something to write. */
export const isNews = (one: Look, now: Date): boolean =>
  !one.due.wasScored ||
  (one.due.rescoreMs !== null && one.due.rescoreMs <= Math.max(now.getTime(), Date.now())) ||
  one.nextMs !== one.due.rescoreMs ||
  one.verdicts !== one.due.verdicts ||
  isAnsweredAnew(one) ||
  isOtherInput(one) ||
  differs(one);

/**
 * What a run under way has queued stays queued for the end of that run, which queues it once only. A
 * look that is written forgets who asked for it: the next change asks anew.
 */
const takeOverSql = `
  UPDATE identity_scoring q
  SET rescore_at = r.rescore_at, scored_at = $2::timestamptz, verdicts = r.verdicts,
    answers = r.answers, input_digest = r.input_digest, queued_by = NULL
  FROM json_to_recordset($1::json)
    AS r(identity_id uuid, rescore_at timestamptz, verdicts text, answers text, input_digest text, was_rescore_at timestamptz)
  WHERE q.identity_id = r.identity_id AND q.rescore_at IS NOT DISTINCT FROM r.was_rescore_at
    AND ${freeOfRuns("q")}
  RETURNING q.identity_id`;

/** Takes the looks off the queue; those that were queued again since they were read stay on it. */
async function takeOver(client: PoolClient, news: readonly Look[], now: Date): Promise<Look[]> {
  if (news.length === 0) return [];
  const rows = news.map(({ due, nextMs, verdicts, answers, input }) => ({
    identity_id: due.subject.id,
    was_rescore_at: due.rescoreAt,
    rescore_at: nextMs === null ? null : new Date(nextMs).toISOString(),
    verdicts,
    answers,
    input_digest: input === null ? due.inputDigest : input.digest,
  }));
  const { rows: done } = await client.query<{ identity_id: string }>(takeOverSql, [
    databaseJson(rows),
    now.toISOString(),
  ]);
  if (done.length === news.length) return [...news];
  const ids = new Set(done.map((row) => row.identity_id));
  return news.filter(({ due }) => ids.has(due.subject.id));
}

const inputColumns = { identity_id: "uuid", shape: "integer", input: "text" } as const;
const replaced =
  "ON CONFLICT (identity_id) DO UPDATE SET shape = excluded.shape, input = excluded.input";

/** Keeps what was judged, for the next version of the policy. */
async function writeInputs(client: PoolClient, looks: readonly Look[]): Promise<void> {
  const [fresh, changed]: [object[], object[]] = [[], []];
  for (const one of looks) {
    if (one.input === null || !isOtherInput(one)) continue;
    const row = { identity_id: one.due.subject.id, shape: inputShape, input: one.input.text };
    (one.due.inputDigest === null ? fresh : changed).push(row);
  }
  await insertRows(client, "scoring_input", inputColumns, fresh);
  await insertRows(client, "scoring_input", inputColumns, changed, replaced);
}

function bandChanges(looks: readonly Look[], now: Date): TimelineRow[] {
  return looks.flatMap(({ due, decided }) => {
    const { before, wasScored, subject } = due;
    if (!wasScored || before.risk_band === decided.risk_band) return [];
    const summary = `Risk went from ${before.risk_band} (${before.risk_score}) to ${decided.risk_band} (${decided.risk_score})`;
    const change = { risk_band: { from: before.risk_band, to: decided.risk_band } };
    const base = { id: newId(), identity_id: subject.id, at: now.toISOString(), run_id: null };
    return [{ ...base, kind: "band_changed", summary, change }];
  });
}
