import pg from "pg";
import { auditHash, type AuditEntry, genesisHash } from "../infra/audit-chain";
import { databaseUrl } from "../infra/db";
import { currentKey } from "../infra/keys";

export const auditEntry = (n: number): AuditEntry => ({
  at: new Date(1_760_000_000_000 + n * 1_000),
  actorType: n % 3 === 0 ? "token" : "person",
  actorId: null,
  actorName: `Person ${n % 50}`,
  event: n % 2 === 0 ? "source.added" : "identity.owner-assigned",
  outcome: n % 10 === 0 ? "refused" : "done",
  targetType: "source",
  targetId: `s-${n}`,
  detail: { count: n, ids: [`a-${n}`, `b-${n}`], name: "Straße 5" },
  requestId: `r-${n}`,
  ip: "127.0.0.1",
});

const columns =
  "seq, at, actor_type, actor_id, actor_name, event, outcome, target_type, target_id, detail, request_id, ip, key_id, prev_hash, hash";
const types =
  "bigint[], timestamptz[], text[], uuid[], text[], text[], text[], text[], text[], jsonb[], text[], text[], text[], text[], text[]";
const batch = 5_000;

/** Fills an empty audit log with a true chain, in bulk. */
export async function insertAuditChain(rows: number): Promise<void> {
  const key = await currentKey("audit");
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  const list = types.split(", ").map((type, index) => `$${index + 1}::${type}`);
  let previous = genesisHash;
  try {
    for (let start = 1; start <= rows; start += batch) {
      const values: unknown[][] = list.map(() => []);
      for (let n = start; n < Math.min(start + batch, rows + 1); n += 1) {
        const entry = auditEntry(n);
        const hash = auditHash(previous, BigInt(n), key.id, entry, key.material);
        const { at, actorType, actorId, actorName, event, outcome } = entry;
        const { targetType, targetId, detail, requestId, ip } = entry;
        const head = [n, at, actorType, actorId, actorName, event, outcome, targetType, targetId];
        const row = [...head, JSON.stringify(detail), requestId, ip, key.id, previous, hash];
        for (const [index, value] of row.entries()) values[index]?.push(value);
        previous = hash;
      }
      await client.query(
        `INSERT INTO audit_event (${columns}) SELECT * FROM unnest(${list.join(", ")})`,
        values,
      );
    }
    await client.query("ANALYZE audit_event");
  } finally {
    await client.end();
  }
}
