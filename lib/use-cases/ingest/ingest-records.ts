import type { PoolClient } from "pg";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import {
  type HashOf,
  type IngestBatch,
  type IngestCounts,
  noCounts,
  timelineColumns,
} from "./batch";
import { insertRows } from "./bulk-sql";
import { contentHash } from "./content-hash";
import { credentials, grants, trusts } from "./children";
import { writeChildren } from "./write-children";
import { writeOwnerHints, writeUsage } from "./write-hints";
import { writeIdentities } from "./write-identities";

function only<Type extends SourceRecord["type"]>(
  records: readonly SourceRecord[],
  ...types: Type[]
): Extract<SourceRecord, { type: Type }>[] {
  const wanted: readonly string[] = types;
  return records.filter((record) => wanted.includes(record.type)) as Extract<
    SourceRecord,
    { type: Type }
  >[];
}

/**
 * Writes one page of records in the caller's transaction: new and changed rows, their timeline,
 * and a note for the unchanged ones. `ids` remembers identities between pages of one job.
 */
export async function ingestRecords(
  client: PoolClient,
  batch: IngestBatch,
  records: readonly SourceRecord[],
  ids: Map<string, string> = new Map(),
  hashOf: HashOf = contentHash,
): Promise<IngestCounts> {
  const counts = noCounts();
  const events = await writeIdentities(
    client,
    batch,
    only(records, "identity", "stored_secret"),
    counts,
    ids,
    hashOf,
  );
  const parts = [
    () =>
      writeChildren(client, batch, credentials, only(records, "credential"), counts, ids, hashOf),
    () => writeChildren(client, batch, grants, only(records, "grant"), counts, ids, hashOf),
    () => writeChildren(client, batch, trusts, only(records, "trust"), counts, ids, hashOf),
  ];
  for (const write of parts) events.push(...(await write()));
  await writeOwnerHints(client, batch, only(records, "owner_hint"), counts, ids);
  await writeUsage(client, batch, only(records, "usage"));
  await insertRows(client, "identity_event", timelineColumns, events);
  return counts;
}
