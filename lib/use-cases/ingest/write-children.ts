import type { PoolClient } from "pg";
import type {
  CredentialRecord,
  GrantRecord,
  TrustRecord,
} from "@/lib/domain/inventory/source-record";
import type { HashOf, IngestBatch, IngestCounts, TimelineRow } from "./batch";
import { insertRows, updateRows } from "./bulk-sql";
import { type ChildTable, commonColumns } from "./children";
import { keepUse, tellsUse } from "./keep-use";
import { newId } from "./new-id";
import { queueScoring } from "./queue-scoring";
import { identityIds, markSeen } from "./seen";

type Child = CredentialRecord | GrantRecord | TrustRecord;
type Row = Record<string, unknown> & { id: string; identity_id: string };

/** Writes one page of credentials, grants or trusts, and queues their identities for scoring. */
export async function writeChildren<R extends Child>(
  client: PoolClient,
  batch: IngestBatch,
  spec: ChildTable<R>,
  records: readonly R[],
  counts: IngestCounts,
  ids: Map<string, string>,
  hashOf: HashOf,
): Promise<TimelineRow[]> {
  if (records.length === 0) return [];
  const latest = new Map(records.map((record) => [record.externalId, record]));
  await identityIds(
    client,
    batch.sourceId,
    records.map((r) => r.identityExternalId),
    ids,
  );
  const toldColumns = spec.told.map((name) => `, ${name}`).join("");
  const found = await client.query<Record<string, unknown>>(
    `SELECT id, identity_id, external_id, content_hash, missing_since IS NOT NULL AS missing${toldColumns}
     FROM ${spec.table} WHERE source_id = $1 AND external_id = ANY($2)`,
    [batch.sourceId, [...latest.keys()]],
  );
  const before = new Map(found.rows.map((row) => [row.external_id, row]));
  const fresh: Row[] = [];
  const changed: Row[] = [];
  const seen: string[] = [];
  const touched = new Set<string>();
  const events: TimelineRow[] = [];
  for (const record of latest.values()) {
    const identityId = ids.get(record.identityExternalId);
    if (identityId === undefined) {
      counts.orphans += 1;
      continue;
    }
    const hash = hashOf(record);
    const old = before.get(record.externalId);
    if (old && !old.missing && old.content_hash === hash) {
      seen.push(old.id as string);
      continue;
    }
    const row = childRow(batch, spec, record, hash, identityId, old?.id as string | undefined);
    touched.add(identityId);
    if (old) {
      changed.push(row);
      if (old.identity_id !== identityId) touched.add(old.identity_id as string);
    } else fresh.push(row);
    const line = tell(batch, spec, record, row, old);
    if (line) events.push(line);
  }
  await insertRows(
    client,
    spec.table,
    {
      ...commonColumns,
      ...spec.columns,
      source_id: "uuid",
      external_id: "text",
      first_seen_at: "timestamptz",
    },
    fresh,
  );
  await keepUse(client, spec.table, changed.filter(tellsUse));
  await updateRows(client, spec.table, { ...commonColumns, ...spec.columns }, changed, {
    set: "missing_since = NULL",
  });
  await markSeen(client, batch.runId, seen);
  await queueScoring(client, batch.runId, touched);
  counts.created += fresh.length;
  counts.changed += changed.length;
  counts.unchanged += seen.length;
  return events;
}

function childRow<R extends Child>(
  batch: IngestBatch,
  spec: ChildTable<R>,
  record: R,
  hash: string,
  identityId: string,
  id: string = newId(),
): Row {
  const at = batch.now.toISOString();
  return {
    ...spec.row(record),
    id,
    identity_id: identityId,
    stream: batch.stream,
    content_hash: hash,
    last_seen_at: at,
    last_seen_run: batch.runId,
    source_id: batch.sourceId,
    external_id: record.externalId,
    first_seen_at: at,
  };
}

/** Only credentials are news when they come and go; a grant or trust is news when it changes. */
function tell<R extends Child>(
  batch: IngestBatch,
  spec: ChildTable<R>,
  record: R,
  row: Row,
  old: Record<string, unknown> | undefined,
): TimelineRow | null {
  const base = {
    id: newId(),
    identity_id: row.identity_id,
    at: batch.now.toISOString(),
    run_id: batch.runId,
  };
  const name = spec.nameOf(record);
  if (!old) {
    if (batch.isFirstReading) return null;
    const kind = spec.table === "credential" ? "credential_appeared" : "changed";
    return { ...base, kind, summary: `New ${spec.noun}: ${name}`, change: null };
  }
  const change: NonNullable<TimelineRow["change"]> = {};
  for (const field of spec.told) {
    const from = plain(old[field], field);
    const to = plain(row[field], field);
    if (JSON.stringify(from) !== JSON.stringify(to)) change[field] = { from, to };
  }
  if (Object.keys(change).length === 0 && !old.missing) return null;
  const kind = spec.table === "credential" ? "credential_changed" : "changed";
  const summary = old.missing
    ? `The ${spec.noun} ${name} is listed again`
    : `Changed ${spec.noun}: ${name}`;
  return { ...base, kind, summary, change };
}

function plain(value: unknown, field: string): unknown {
  if (value === null || value === undefined) return null;
  return field.endsWith("_at") ? new Date(value as string).toISOString() : value;
}
