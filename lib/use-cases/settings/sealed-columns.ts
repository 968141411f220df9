import { sql } from "@/lib/infra/db";
import { type SealedPlace, sealedKeyId } from "@/lib/infra/encryption";

/** Every column of the database that holds sealed values: what rotation and the start-up check visit. */
const sealedColumns = [
  { table: "source", column: "sealed_secrets" },
  { table: "source", column: "sealed_actions" },
  { table: "person", column: "totp_sealed" },
  { table: "notice_channel", column: "sealed_secrets" },
  { table: "rotation", column: "sealed_secret" },
  { table: "offboarding_proof", column: "sealed_content_key" },
] as const;

export interface SealedRow {
  place: SealedPlace;
  sealed: string;
}

/** How rows are read: by the pool, or by a transaction that holds rows nobody else sees yet. */
export type ReadRows = typeof sql;

/** A batch of sealed values after a row id, in id order. Table and column come from the list above only. */
async function sealedRows(
  read: ReadRows,
  { table, column }: (typeof sealedColumns)[number],
  afterId: string,
  limit: number,
): Promise<SealedRow[]> {
  const rows = await read<{ id: string; sealed: string }>(
    `SELECT id, "${column}" AS sealed FROM "${table}"
     WHERE "${column}" IS NOT NULL AND id > $1::uuid ORDER BY id LIMIT $2`,
    [afterId, limit],
  );
  return rows.map((row) => ({ place: { table, column, rowId: row.id }, sealed: row.sealed }));
}

const firstId = "00000000-0000-0000-0000-000000000000";

/** How many rows each seal key still protects. */
export async function sealedRowsByKey(read: ReadRows = sql): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const row of allSealedRows(read)) {
    const keyId = sealedKeyId(row.sealed);
    counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
  }
  return counts;
}

export async function* allSealedRows(read: ReadRows = sql): AsyncGenerator<SealedRow> {
  for (const column of sealedColumns) {
    let after = firstId;
    for (;;) {
      const rows = await sealedRows(read, column, after, 1_000);
      yield* rows;
      const last = rows.at(-1);
      if (!last) break;
      after = last.place.rowId;
    }
  }
}
