import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { contentHash } from "./content-hash";

type Stored = "identity" | "credential" | "access_grant" | "trust";

const tableOf: Partial<Record<SourceRecord["type"], Stored>> = {
  identity: "identity",
  stored_secret: "identity",
  credential: "credential",
  grant: "access_grant",
  trust: "trust",
};

/** What a page holds that is stored already just so, and what is left to check and write. */
export interface Sifted {
  rest: SourceRecord[];
  unchanged: number;
  /** Rows that stay as they are. */
  rowIds: string[];
  /** The source's ids to ours of the identities among them. */
  identities: Map<string, string>;
  hashOf: (record: SourceRecord) => string;
}

/** Everything is to be written. */
export const siftNothing = (records: SourceRecord[]): Sifted => ({
  rest: records,
  unchanged: 0,
  rowIds: [],
  identities: new Map(),
  hashOf: contentHash,
});

/**
 * Sifts out the records of a page that did not change since they were last checked and written, by
 * their digest alone. Of several with one id, the last counts.
 */
export async function findUnchanged(
  sourceId: string,
  records: readonly SourceRecord[],
): Promise<Sifted> {
  const rest: SourceRecord[] = [];
  const byTable = new Map<Stored, Map<string, { record: SourceRecord; hash: string }>>();
  const known = new Map<string, string>();
  for (const record of records) {
    const table = tableOf[record?.type];
    if (!table || !("externalId" in record) || typeof record.externalId !== "string") {
      rest.push(record);
      continue;
    }
    const hash = contentHash(record);
    known.set(keyOf(record), hash);
    const list = byTable.get(table) ?? new Map<string, { record: SourceRecord; hash: string }>();
    byTable.set(table, list.set(record.externalId, { record, hash }));
  }
  const sifted: Sifted = {
    ...siftNothing(rest),
    hashOf: (record) => known.get(keyOf(record)) ?? contentHash(record),
  };
  for (const [table, list] of byTable) await siftTable(sourceId, table, list, sifted);
  return sifted;
}

async function siftTable(
  sourceId: string,
  table: Stored,
  list: ReadonlyMap<string, { record: SourceRecord; hash: string }>,
  sifted: Sifted,
): Promise<void> {
  const stored = await sql<{ id: string; external_id: string; content_hash: string }>(
    `SELECT id, external_id, content_hash FROM ${table}
     WHERE source_id = $1 AND external_id = ANY($2) AND missing_since IS NULL`,
    [sourceId, [...list.keys()].filter((id) => !id.includes("\0"))],
  );
  const before = new Map(stored.map((row) => [row.external_id, row]));
  for (const [externalId, { record, hash }] of list) {
    const row = before.get(externalId);
    if (row?.content_hash !== hash) {
      sifted.rest.push(record);
      continue;
    }
    sifted.unchanged += 1;
    sifted.rowIds.push(row.id);
    if (table === "identity") sifted.identities.set(externalId, row.id);
  }
}

const keyOf = (record: SourceRecord): string =>
  "externalId" in record ? `${tableOf[record.type]}|${record.externalId}` : "";
