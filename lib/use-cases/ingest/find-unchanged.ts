import type { PoolClient } from "pg";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
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
  hashOf: (record: SourceRecord) => string;
}

interface Digest {
  record: SourceRecord;
  hash: string;
}

/** Records with their digests, by the table that holds them. */
export interface Digested {
  /** What has no row of its own, or no id to find it by. */
  others: SourceRecord[];
  byTable: ReadonlyMap<Stored, ReadonlyMap<string, Digest>>;
}

/** Everything is to be written. */
export const digestNothing = (records: SourceRecord[]): Digested => ({
  others: records,
  byTable: new Map(),
});

/** Digests a page before the transaction that sifts it. Of several with one id, the last counts. */
export function digestRecords(records: readonly SourceRecord[]): Digested {
  const others: SourceRecord[] = [];
  const byTable = new Map<Stored, Map<string, Digest>>();
  for (const record of records) {
    const table = tableOf[record?.type];
    const externalId = "externalId" in record ? record.externalId : undefined;
    if (!table || typeof externalId !== "string" || externalId.includes("\0")) {
      others.push(record);
      continue;
    }
    const list = byTable.get(table) ?? new Map<string, Digest>();
    byTable.set(table, list.set(externalId, { record, hash: contentHash(record) }));
  }
  return { others, byTable };
}

/** Digests of pages that follow each other. Of several with one id, the last counts. */
export function joinDigests(pages: readonly Digested[]): Digested {
  const [only] = pages;
  if (only && pages.length === 1) return only;
  const byTable = new Map<Stored, Map<string, Digest>>();
  for (const page of pages) {
    for (const [table, digests] of page.byTable) {
      const all = byTable.get(table) ?? new Map<string, Digest>();
      for (const [externalId, digest] of digests) all.set(externalId, digest);
      byTable.set(table, all);
    }
  }
  return { others: pages.flatMap(({ others }) => others), byTable };
}

/** The digest of a record, known or made. */
const hashIn =
  ({ byTable }: Digested): Sifted["hashOf"] =>
  (record) => {
    const table = tableOf[record.type];
    const known = table && "externalId" in record && byTable.get(table)?.get(record.externalId);
    return known ? known.hash : contentHash(record);
  };

/**
 * One index lookup for each record; the server itself notes which rows the run has seen. The look-up
 * stays a query of its own (OFFSET) and leaves out what only the row can tell: where statistics do
 * not know the source yet, PostgreSQL would take all of its rows for one, and read them for each record.
 */
const siftSql = (table: Stored): string => `
  WITH found AS MATERIALIZED (
    SELECT g.at, CASE WHEN t.content_hash = g.hash AND t.missing_since IS NULL THEN t.id END AS id
    FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS g(external_id, hash, at)
    LEFT JOIN LATERAL (SELECT id, content_hash, missing_since FROM ${table}
      WHERE source_id = $1::uuid AND external_id = g.external_id OFFSET 0) t ON true
  ), marked AS (
    INSERT INTO sync_seen (run_id, row_ids)
    SELECT $4::uuid, array_agg(id) FROM found WHERE id IS NOT NULL HAVING count(*) > 0
  ) SELECT at::int - 1 AS at FROM found WHERE id IS NULL`;

/**
 * Sifts out, by their digest alone, the records of a page that did not change since they were last
 * checked and written, and notes their rows as seen, in the caller's transaction.
 */
export async function siftUnchanged(
  client: PoolClient,
  { sourceId, runId }: { sourceId: string; runId: string },
  digests: Digested,
): Promise<Sifted> {
  const rest = [...digests.others];
  let unchanged = 0;
  for (const [table, byId] of digests.byTable) {
    const all = [...byId.values()];
    const { rows } = await client.query<{ at: number }>(siftSql(table), [
      sourceId,
      [...byId.keys()],
      // Its letters need no quotes in an array, which the driver would look for one by one.
      `{${all.map(({ hash }) => hash).join(",")}}`,
      runId,
    ]);
    for (const { at } of rows) if (all[at]) rest.push(all[at].record);
    unchanged += all.length - rows.length;
  }
  return { rest, unchanged, hashOf: hashIn(digests) };
}
