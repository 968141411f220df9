import type { PoolClient } from "pg";
import { type FindingState, findingLifecycle } from "@/lib/domain/lifecycle/finding";
import { edge } from "@/lib/domain/lifecycle/lifecycle";
import { type Evaluation, findingKey } from "@/lib/domain/policy/evaluate";
import type { Rule, RuleOutcome, Severity, Violation } from "@/lib/domain/policy/rule";
import { type TimelineRow, timelineColumns } from "../ingest/batch";
import { insertRows, updateRows } from "../ingest/bulk-sql";
import { newId } from "../ingest/new-id";
import { coverFindingsSql } from "../exceptions/cover-findings";
import type { Look } from "./evaluate";
import type { DueSubject } from "./due-subject";

interface StoredFinding {
  id: string;
  identity_id: string;
  rule_id: string;
  finding_key: string;
  title: string;
  state: FindingState;
  severity: string;
  evidence: string | null;
}

const newColumns = {
  id: "uuid",
  identity_id: "uuid",
  rule_id: "text",
  finding_key: "text",
  severity: "text",
  title: "text",
  evidence: "jsonb",
  remedy: "text",
  first_seen_at: "timestamptz",
  last_seen_at: "timestamptz",
} as const;
const seenColumns = {
  id: "uuid",
  severity: "text",
  title: "text",
  evidence: "jsonb",
  last_seen_at: "timestamptz",
} as const;
const resolvedColumns = {
  id: "uuid",
  resolved_at: "timestamptz",
  resolved_because: "text",
} as const;

interface Change {
  fresh: object[];
  seen: object[];
  reopened: object[];
  resolved: object[];
  events: TimelineRow[];
}

/**
 * Opens, reopens and resolves the findings of these subjects. A rule that cannot tell leaves its
 * findings as they are. Returns how many each subject has open.
 */
export async function writeFindings(
  client: PoolClient,
  looks: readonly Look[],
  now: Date,
): Promise<Map<string, number>> {
  const known = looks.filter(({ due }) => due.wasScored).map(({ due }) => due.subject.id);
  const rows = known.length === 0 ? [] : await readFindings(client, known);
  const stored = Map.groupBy(rows, (row) => row.identity_id);
  const change: Change = { fresh: [], seen: [], reopened: [], resolved: [], events: [] };
  const open = new Map<string, number>();
  for (const { due, evaluations } of looks) {
    const { id } = due.subject;
    open.set(id, compare(due, stored.get(id) ?? [], evaluations, now, change));
  }
  const reopen = edge(findingLifecycle, "reopen");
  const resolve = edge(findingLifecycle, "resolve");
  await insertRows(client, "finding", newColumns, change.fresh);
  await updateRows(client, "finding", seenColumns, change.seen);
  await updateRows(client, "finding", seenColumns, change.reopened, {
    set: `state = '${reopen.to}', reopen_count = reopen_count + 1, resolved_at = NULL, resolved_because = NULL`,
    where: `t.state IN ('${reopen.from.join("','")}')`,
  });
  await updateRows(client, "finding", resolvedColumns, change.resolved, {
    set: `state = '${resolve.to}', exception_id = NULL`,
    where: `t.state IN ('${resolve.from.join("','")}')`,
  });
  await insertRows(client, "identity_event", timelineColumns, change.events);
  if (change.fresh.length + change.reopened.length > 0) await takeExcepted(client, open);
  return open;
}

/** What an exception covers is not open, also when it was found only now. */
async function takeExcepted(client: PoolClient, open: Map<string, number>): Promise<void> {
  const { rows } = await client.query<{ identity_id: string }>(coverFindingsSql, [
    [...open.keys()],
  ]);
  for (const { identity_id: id } of rows) open.set(id, (open.get(id) ?? 1) - 1);
}

async function readFindings(client: PoolClient, ids: string[]): Promise<StoredFinding[]> {
  const { rows } = await client.query<StoredFinding>(
    `SELECT id, identity_id, rule_id, finding_key, title, state, severity, evidence ->> 'evidence' AS evidence
     FROM finding WHERE identity_id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

function compare(
  due: DueSubject,
  stored: readonly StoredFinding[],
  evaluations: readonly Evaluation[],
  now: Date,
  change: Change,
): number {
  const before = new Map(stored.map((finding) => [finding.finding_key, finding]));
  const at = now.toISOString();
  let open = 0;
  for (const { rule, outcome } of evaluations) {
    for (const old of untoldOf(due, rule, outcome, stored)) {
      before.delete(old.finding_key);
      if (old.state === "open") open += 1;
    }
    if (outcome.state !== "fail") continue;
    for (const violation of outcome.violations) {
      const key = findingKey(rule.id, due.subject.id, violation.key);
      const old = before.get(key);
      before.delete(key);
      if (old?.state !== "excepted") open += 1;
      compareOne(due, rule, violation, key, old, at, change);
    }
  }
  for (const gone of before.values()) {
    if (gone.state === "resolved") continue;
    const because = "The rule no longer finds it";
    change.resolved.push({ id: gone.id, resolved_at: at, resolved_because: because });
    change.events.push(event(due, "finding_resolved", `Resolved: ${gone.title}`, at));
  }
  return open;
}

/** The stored findings of a rule of which it cannot tell: they stay as they are. */
function untoldOf(
  { subject }: DueSubject,
  rule: Rule,
  outcome: RuleOutcome,
  stored: readonly StoredFinding[],
): StoredFinding[] {
  if (outcome.state !== "unknown" && outcome.state !== "fail") return [];
  const told = outcome.state === "fail" ? outcome.violations.map(({ key }) => key) : [];
  const untold = outcome.state === "fail" ? (outcome.untold ?? []) : outcome.keys;
  const keys = untold?.flatMap((key) =>
    told.includes(key) ? [] : findingKey(rule.id, subject.id, key),
  );
  return stored.filter(
    (old) => old.rule_id === rule.id && (keys?.includes(old.finding_key) ?? true),
  );
}

function compareOne(
  due: DueSubject,
  rule: Rule,
  violation: Violation,
  key: string,
  old: StoredFinding | undefined,
  at: string,
  change: Change,
): void {
  const severity: Severity = violation.severity ?? rule.severity;
  const written = {
    severity,
    title: rule.title,
    evidence: { evidence: violation.evidence, facts: violation.facts },
    last_seen_at: at,
  };
  if (!old) {
    const base = { id: newId(), identity_id: due.subject.id, rule_id: rule.id, finding_key: key };
    change.fresh.push({ ...base, ...written, remedy: rule.remedy, first_seen_at: at });
    if (due.wasScored) change.events.push(event(due, "finding_opened", `Found: ${rule.title}`, at));
  } else if (old.state === "resolved") {
    change.reopened.push({ id: old.id, ...written });
    change.events.push(event(due, "finding_reopened", `Found again: ${rule.title}`, at));
  } else if (old.evidence !== violation.evidence || old.severity !== severity) {
    change.seen.push({ id: old.id, ...written });
  }
}

function event(due: DueSubject, kind: string, summary: string, at: string): TimelineRow {
  const base = { id: newId(), identity_id: due.subject.id, at, run_id: null };
  return { ...base, kind, summary, change: null };
}
