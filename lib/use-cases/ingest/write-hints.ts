import type { PoolClient } from "pg";
import { ownerHintConfidence } from "@/lib/domain/access/access";
import type { OwnerHintRecord, UsageRecord } from "@/lib/domain/inventory/source-record";
import { databaseJson } from "@/lib/infra/database-json";
import type { IngestBatch, IngestCounts } from "./batch";
import { insertRows } from "./bulk-sql";
import { newId } from "./new-id";
import { queueScoring } from "./queue-scoring";
import { identityIds, markSeen } from "./seen";

const hintColumns = {
  id: "uuid",
  identity_id: "uuid",
  candidate: "text",
  method: "text",
  confidence: "float8",
  evidence: "text",
  last_seen_at: "timestamptz",
  stream: "text",
  last_seen_run: "uuid",
} as const;

/** Keeps who may own an identity; a candidate whom somebody rejected stays rejected. */
export async function writeOwnerHints(
  client: PoolClient,
  batch: IngestBatch,
  records: readonly OwnerHintRecord[],
  counts: IngestCounts,
  ids: Map<string, string>,
): Promise<void> {
  if (records.length === 0) return;
  await identityIds(
    client,
    batch.sourceId,
    records.map((r) => r.identityExternalId),
    ids,
  );
  const rows = new Map<string, Record<string, unknown>>();
  for (const record of records) {
    const identityId = ids.get(record.identityExternalId);
    if (identityId === undefined) {
      counts.orphans += 1;
      continue;
    }
    rows.set(`${identityId}|${record.method}|${record.candidate}`, {
      id: newId(),
      identity_id: identityId,
      candidate: record.candidate,
      method: record.method,
      confidence: ownerHintConfidence[record.method],
      evidence: record.evidence,
      last_seen_at: batch.now.toISOString(),
      stream: batch.stream,
      last_seen_run: batch.runId,
    });
  }
  const all = [...rows.values()];
  const old = await client.query<{ id: string; key: string; evidence: string; placed: boolean }>(
    `SELECT id, identity_id || '|' || method || '|' || candidate AS key, evidence, stream IS NOT NULL AS placed
     FROM owner_candidate WHERE identity_id = ANY($1::uuid[])`,
    [all.map((row) => row.identity_id)],
  );
  const kept = new Map(old.rows.map((row) => [row.key, row]));
  const isNews = ([key, row]: [string, Record<string, unknown>]): boolean =>
    kept.get(key)?.evidence !== row.evidence || kept.get(key)?.placed !== true;
  const news = [...rows].filter(isNews);
  await insertRows(
    client,
    "owner_candidate",
    hintColumns,
    news.map(([, row]) => row),
    `ON CONFLICT (identity_id, candidate, method) DO UPDATE
     SET evidence = excluded.evidence, last_seen_at = excluded.last_seen_at,
       stream = excluded.stream, last_seen_run = excluded.last_seen_run`,
  );
  const seen = [...rows.keys()].flatMap((key) => kept.get(key)?.id ?? []);
  await markSeen(client, batch.runId, seen);
  await queueScoring(
    client,
    batch.runId,
    news.map(([, row]) => row.identity_id as string),
  );
  counts.created += news.length;
  counts.unchanged += all.length - news.length;
}

/** Moves the last use forward, never back, of an identity or credential. */
export async function writeUsage(
  client: PoolClient,
  batch: IngestBatch,
  records: readonly UsageRecord[],
): Promise<void> {
  const latest = new Map<string, UsageRecord>();
  for (const record of records) {
    const before = latest.get(record.subjectExternalId);
    if (!before || before.lastUsedAt < record.lastUsedAt) {
      latest.set(record.subjectExternalId, record);
    }
  }
  if (latest.size === 0) return;
  const rows = databaseJson(
    [...latest.values()].map((record) => ({
      external_id: record.subjectExternalId,
      used_at: record.lastUsedAt,
      fact: {
        state: "known",
        value: record.lastUsedAt,
        source: record.source,
        observedAt: batch.now.toISOString(),
      },
    })),
  );
  const write = (table: string, also: string, returning: string) =>
    client.query<{ identity_id: string }>(
      `UPDATE ${table} t SET last_used_at = r.used_at, facts = jsonb_set(t.facts, '{lastUsedAt}', r.fact)${also}
       FROM json_to_recordset($1::json) AS r(external_id text, used_at timestamptz, fact jsonb)
       CROSS JOIN LATERAL (SELECT id FROM ${table}
         WHERE source_id = $2 AND external_id = r.external_id OFFSET 0) named
       WHERE t.id = named.id
         AND (t.last_used_at IS NULL OR t.last_used_at < r.used_at)
       RETURNING t.${returning} AS identity_id`,
      [rows, batch.sourceId],
    );
  const identities = await write("identity", ", usage_state = 'known'", "id");
  const credentials = await write("credential", "", "identity_id");
  const touched = [...identities.rows, ...credentials.rows].map((row) => row.identity_id);
  await queueScoring(client, batch.runId, touched);
}
