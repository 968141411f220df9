import { z } from "zod";
import { pool, sql } from "@/lib/infra/db";
import { auditHash, genesisHash, type SealedEntry } from "@/lib/infra/audit-chain";
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
  /** Keep this elsewhere: given to a later check, it proves that nothing was cut off the end. */
  head: { seq: string; hash: string } | null;
}

interface Row extends SealedEntry {
  seq: string;
  keyId: string;
  prevHash: string;
  hash: string;
  /** The instant has more digits than the seal covers: it was written as none. */
  isDusty: boolean;
}

const batchRows = 10_000;

/** Text as the server sends it: the seal covers text, and values made of it would be turned back. */
const asText = { getTypeParser: () => (value: string) => value };

async function batchAfter(seq: bigint): Promise<Row[]> {
  const { rows } = await pool().query<Fields>({
    text: `SELECT seq, at AT TIME ZONE 'UTC', actor_type, actor_id, actor_name, event, outcome,
       target_type, target_id, detail, request_id, ip, key_id, prev_hash, hash
     FROM audit_event WHERE audit_event.seq > $1::bigint ORDER BY audit_event.seq LIMIT ${batchRows}`,
    values: [seq.toString()],
    rowMode: "array",
    types: asText,
  });
  return rows.map(toRow);
}

type Fields = [
  seq: string,
  at: string,
  actorType: string,
  actorId: string | null,
  actorName: string,
  event: string,
  outcome: SealedEntry["outcome"],
  targetType: string | null,
  targetId: string | null,
  detail: string,
  requestId: string | null,
  ip: string | null,
  keyId: string,
  prevHash: string,
  hash: string,
];

function toRow(fields: Fields): Row {
  const [seq, at, actorType, actorId, actorName, event, outcome, targetType, targetId] = fields;
  const [, , , , , , , , , detail, requestId, ip, keyId, prevHash, hash] = fields;
  const fraction = at.slice(20);
  return {
    seq,
    at: `${at.slice(0, 10)}T${at.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, "0")}Z`,
    actorType,
    actorId,
    actorName,
    event,
    outcome,
    targetType,
    targetId,
    detail: JSON.parse(detail) as SealedEntry["detail"],
    requestId,
    ip,
    keyId,
    prevHash,
    hash,
    isDusty: fraction.length > 3,
  };
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
  head: null,
});

const checkpoint = z.strictObject({
  seq: z.string().regex(/^\d{1,19}$/),
  hash: z.string().length(64),
});
type Checkpoint = z.output<typeof checkpoint>;

/** What an earlier head proves about a chain that holds together by itself. */
async function againstCheckpoint(
  found: ChainVerification,
  earlier: Checkpoint,
): Promise<ChainVerification> {
  const { seq, hash } = earlier;
  if (BigInt(found.head?.seq ?? 0) < BigInt(seq)) {
    return broken(found.rows, seq, "missing", "it was there before; the end was cut off.");
  }
  const [row] = await sql<{ hash: string }>("SELECT hash FROM audit_event WHERE seq = $1::bigint", [
    seq,
  ]);
  if (row?.hash === hash) return found;
  return broken(0, seq, "altered", "it differs from the one noted before.");
}

/**
 * Recomputes every entry's HMAC and its link to the one before, in order. Finds altered, missing,
 * swapped, inserted and re-chained entries; entries cut off at the end need an outside checkpoint.
 */
async function verifyChain(): Promise<ChainVerification> {
  const keys = new Map((await keyRing()).keys.map((key) => [key.id, key.material]));
  let previous = genesisHash;
  let expected = 1n;
  let next = batchAfter(0n);
  for (let batch = await next; batch.length > 0; batch = await next) {
    // The database reads the next batch while this one is being hashed.
    next = batchAfter(BigInt(batch.at(-1)?.seq ?? 0));
    next.catch(() => undefined);
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
      if (row.isDusty || auditHash(previous, row.seq, row.keyId, row, key) !== row.hash) {
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
    head: rows > 0 ? { seq: rows.toString(), hash: previous } : null,
  };
}

export const verifyAuditChain = defineQuery({
  permission: "audit:verify",
  input: z.strictObject({ checkpoint: checkpoint.optional() }),
  run: async ({ input }) => {
    const found = await verifyChain();
    return found.intact && input.checkpoint ? againstCheckpoint(found, input.checkpoint) : found;
  },
});
