import { canonicalJson } from "@/lib/domain/canonical-json";
import type { SealedEntry } from "@/lib/infra/audit-chain";
import { sql } from "@/lib/infra/db";

/** An entry with everything its seal covers. */
export interface SealedRow extends SealedEntry {
  seq: string;
  keyId: string;
  prevHash: string;
  hash: string;
}

const batchRows = 2_000;

async function read(
  where: string,
  values: readonly unknown[],
  limit: number,
): Promise<SealedRow[]> {
  return sql<SealedRow & { [column: string]: unknown }>(
    `SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, actor_type AS "actorType", actor_id AS "actorId",
       actor_name AS "actorName", event, outcome, target_type AS "targetType",
       target_id AS "targetId", detail, request_id AS "requestId", ip, key_id AS "keyId",
       prev_hash AS "prevHash", hash
     FROM audit_event WHERE ${where} ORDER BY audit_event.seq LIMIT ${limit}`,
    values,
  );
}

/** The entries from one to another, both included, a batch at a time. */
export async function* sealedRowsBetween(first: bigint, last: bigint): AsyncGenerator<SealedRow[]> {
  const where = "audit_event.seq > $1::bigint AND audit_event.seq <= $2::bigint";
  for (let after = first - 1n; ;) {
    const rows = await read(where, [after.toString(), last.toString()], batchRows);
    if (rows.length === 0) return;
    yield rows;
    after = BigInt(rows.at(-1)?.seq ?? last);
  }
}

/** What belongs to a target: `ids` selects the parts of the target whose id is its $2. */
export interface TargetParts {
  targetType: string;
  ids: string;
}

/** The entries about one thing, and about its parts, in order. */
export async function* sealedRowsOf(
  targetType: string,
  targetId: string,
  parts?: TargetParts,
): AsyncGenerator<SealedRow[]> {
  const own = "(target_type = $1 AND target_id = $2)";
  const about = parts ? `(${own} OR (target_type = $4 AND target_id IN (${parts.ids})))` : own;
  const where = `${about} AND audit_event.seq > $3::bigint`;
  for (let after = 0n; ;) {
    const values = [targetType, targetId, after.toString(), ...(parts ? [parts.targetType] : [])];
    const rows = await read(where, values, batchRows);
    if (rows.length === 0) return;
    yield rows;
    after = BigInt(rows.at(-1)?.seq ?? 0);
  }
}

/** An entry as evidence: the text that the plain chain over the log goes through. */
export const entryLine = (row: SealedRow): string => canonicalJson({ ...row });
