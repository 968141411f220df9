import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { auditHash, type AuditEntry, genesisHash } from "@/lib/infra/audit-chain";
import { keyRing } from "@/lib/infra/keys";
import { defineQuery } from "../define-query";

export interface ChainVerification {
  intact: boolean;
  rows: number;
  /** First row that does not fit, or null. */
  brokenAt: string | null;
  problem: "missing" | "altered" | "relinked" | "unknown_key" | null;
  /** What was found, for a reader. */
  sentence: string;
}

interface Row extends AuditEntry {
  seq: string;
  keyId: string;
  prevHash: string;
  hash: string;
}

const batchRows = 10_000;

async function batchAfter(seq: bigint): Promise<Row[]> {
  return sql<Row & { [column: string]: unknown }>(
    `SELECT seq::text, at, actor_type AS "actorType", actor_id AS "actorId",
       actor_name AS "actorName", event, outcome, target_type AS "targetType",
       target_id AS "targetId", detail, request_id AS "requestId", ip, key_id AS "keyId",
       prev_hash AS "prevHash", hash
     FROM audit_event WHERE seq > $1 ORDER BY audit_event.seq LIMIT ${batchRows}`,
    [seq.toString()],
  );
}

const broken = (
  rows: number,
  seq: string,
  problem: Exclude<ChainVerification["problem"], null>,
  what: string,
): ChainVerification => ({
  intact: false,
  rows,
  brokenAt: seq,
  problem,
  sentence: `The audit log is broken at entry ${seq}: ${what} The ${rows} entries before it are intact.`,
});

/**
 * Recomputes every entry's HMAC and its link to the one before, in order. Finds altered, missing,
 * swapped, inserted and re-chained entries; entries cut off at the end need an outside checkpoint.
 */
async function verifyChain(): Promise<ChainVerification> {
  const keys = new Map((await keyRing()).keys.map((key) => [key.id, key.material]));
  let previous = genesisHash;
  let expected = 1n;
  for (
    let batch = await batchAfter(0n);
    batch.length > 0;
    batch = await batchAfter(expected - 1n)
  ) {
    for (const row of batch) {
      const verified = Number(expected - 1n);
      if (BigInt(row.seq) !== expected) {
        return broken(
          verified,
          expected.toString(),
          "missing",
          `it is missing (the next one is ${row.seq}).`,
        );
      }
      const key = keys.get(row.keyId);
      if (key === undefined) {
        return broken(
          verified,
          row.seq,
          "unknown_key",
          `its key ${row.keyId} is not in the key file.`,
        );
      }
      if (row.prevHash !== previous) {
        return broken(
          verified,
          row.seq,
          "relinked",
          "it does not follow from the entry before it.",
        );
      }
      if (auditHash(previous, expected, row.keyId, row, key) !== row.hash) {
        return broken(
          verified,
          row.seq,
          "altered",
          "its content was changed after it was written.",
        );
      }
      previous = row.hash;
      expected += 1n;
    }
  }
  const rows = Number(expected - 1n);
  return {
    intact: true,
    rows,
    brokenAt: null,
    problem: null,
    sentence: `The audit log is intact: ${rows.toLocaleString("en-GB")} entries, last hash ${previous.slice(0, 16)}…`,
  };
}

export const verifyAuditChain = defineQuery({
  permission: "audit:verify",
  input: z.strictObject({}),
  run: verifyChain,
});
