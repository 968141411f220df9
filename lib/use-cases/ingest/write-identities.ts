import type { PoolClient } from "pg";
import type { IdentityRecord, StoredSecretRecord } from "@/lib/domain/inventory/source-record";
import { keepOverrides } from "../identities/keep-overrides";
import type { HashOf, IngestBatch, IngestCounts, TimelineRow } from "./batch";
import { insertRows, updateRows } from "./bulk-sql";
import {
  identityColumns,
  identityRow,
  type IdentityRow,
  newIdentityColumns,
} from "./identity-rows";
import { keepUse } from "./keep-use";
import { newId } from "./new-id";
import { queueNew, queueScoring } from "./queue-scoring";
import { markSeen } from "./seen";

interface KnownIdentity {
  id: string;
  external_id: string;
  content_hash: string;
  missing: boolean;
}

/** What a reader of the timeline wants to know; use and raw provider fields change all the time. */
const toldFields = [
  ["name", "Name"],
  ["kind", "Kind"],
  ["detail", "Type"],
  ["status", "Status"],
  ["description", "Description"],
  ["privilege", "Privilege"],
  ["identity_class", "Class"],
  ["environment", "Environment"],
  ["vendor", "Vendor"],
  ["container", "Container"],
  ["expires_at", "Expiry"],
  ["last_rotated_at", "Last rotation"],
] as const;

/** Writes one page of identities; unchanged rows are not rewritten. */
export async function writeIdentities(
  client: PoolClient,
  batch: IngestBatch,
  records: readonly (IdentityRecord | StoredSecretRecord)[],
  counts: IngestCounts,
  ids: Map<string, string>,
  hashOf: HashOf,
): Promise<TimelineRow[]> {
  if (records.length === 0) return [];
  const latest = new Map(records.map((record) => [record.externalId, record]));
  const found = await client.query<KnownIdentity>(
    `SELECT id, external_id, content_hash, missing_since IS NOT NULL AS missing
     FROM identity WHERE source_id = $1 AND external_id = ANY($2)`,
    [batch.sourceId, [...latest.keys()]],
  );
  const before = new Map(found.rows.map((row) => [row.external_id, row]));
  const fresh: IdentityRow[] = [];
  const changed: IdentityRow[] = [];
  const seen: string[] = [];
  const returned = new Set<string>();
  for (const record of latest.values()) {
    const hash = hashOf(record);
    const old = before.get(record.externalId);
    const id = old?.id ?? newId();
    ids.set(record.externalId, id);
    if (!old) fresh.push(identityRow(record, batch, id, hash));
    else if (old.missing || old.content_hash !== hash) {
      changed.push(identityRow(record, batch, id, hash));
      if (old.missing) returned.add(id);
    } else seen.push(id);
  }
  await keepOverrides(client, changed);
  await keepUse(client, "identity", changed);
  const events = await describeChanges(client, batch, changed, returned);
  await insertRows(client, "identity", newIdentityColumns, fresh);
  await updateRows(client, "identity", identityColumns, changed, { set: "missing_since = NULL" });
  await queueNew(client, batch, fresh);
  await queueScoring(
    client,
    batch.runId,
    changed.map((row) => row.id),
  );
  await markSeen(client, batch.runId, seen);
  counts.created += fresh.length;
  counts.changed += changed.length - returned.size;
  counts.reappeared += returned.size;
  counts.unchanged += seen.length;
  if (!batch.isFirstReading) {
    for (const row of fresh) events.push(event(batch, row.id, "appeared", "First seen", null));
  }
  return events;
}

function event(
  batch: IngestBatch,
  identityId: string,
  kind: string,
  summary: string,
  change: TimelineRow["change"],
): TimelineRow {
  return {
    id: newId(),
    identity_id: identityId,
    at: batch.now.toISOString(),
    kind,
    summary,
    change,
    run_id: batch.runId,
  };
}

async function describeChanges(
  client: PoolClient,
  batch: IngestBatch,
  changed: readonly IdentityRow[],
  returned: ReadonlySet<string>,
): Promise<TimelineRow[]> {
  if (changed.length === 0) return [];
  const names = toldFields.map(([name]) => name).join(", ");
  const before = await client.query<Record<string, unknown> & { id: string }>(
    `SELECT id, ${names} FROM identity WHERE id = ANY($1::uuid[])`,
    [changed.map((row) => row.id)],
  );
  const byId = new Map(before.rows.map((row) => [row.id, row]));
  const events: TimelineRow[] = [];
  for (const row of changed) {
    if (returned.has(row.id)) {
      events.push(event(batch, row.id, "reappeared", "Listed by the source again", null));
    }
    const { change, labels } = difference(byId.get(row.id) ?? {}, row);
    if (labels.length === 0) continue;
    events.push(event(batch, row.id, "changed", `Changed: ${labels.join(", ")}`, change));
  }
  return events;
}

function difference(old: Record<string, unknown>, row: IdentityRow) {
  const change: Record<string, { from: unknown; to: unknown }> = {};
  const labels: string[] = [];
  for (const [name, label] of toldFields) {
    const from = comparable(old[name]);
    const to = comparable(name.endsWith("_at") && row[name] ? new Date(row[name]) : row[name]);
    if (from === to) continue;
    change[name] = { from, to };
    labels.push(label.toLowerCase());
  }
  return { change, labels };
}

const comparable = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString() : (value ?? null);
