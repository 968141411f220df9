import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditHash } from "@/lib/infra/audit-chain";
import { databaseUrl, sql } from "@/lib/infra/db";
import { newKey } from "@/lib/infra/keys";
import { auditEntry, insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { type ChainVerification, verifyAuditChain } from "./verify-audit-chain";

useDatabase();

const rows = 100_000;
const rounds = process.env.MUSTER_LONG ? 400 : 12;
const seed = Number(process.env.MUSTER_TEST_SEED ?? Date.now() % 100_000);
const auditor = personContext("auditor");
let owner: Client;
let checkpoint: { seq: string; hash: string };

beforeAll(async () => {
  await insertAuditChain(rows);
  owner = new Client({ connectionString: databaseUrl() });
  await owner.connect();
  // As whoever has taken over the database server would.
  await owner.query("SET session_replication_role = replica");
  checkpoint = { seq: String(rows), hash: (await headAt(rows)).hash };
}, 120_000);
afterAll(async () => {
  await owner.end();
});

/** Does the damage to the rows from-to, verifies, and puts those rows back as they were. */
async function afterDamage(
  from: number,
  to: number,
  statements: string[],
): Promise<ChainVerification> {
  const span = `seq BETWEEN ${from} AND ${to}`;
  await owner.query(`CREATE TEMP TABLE kept AS SELECT * FROM audit_event WHERE ${span}`);
  for (const statement of statements) await owner.query(statement);
  const found = await verifyAuditChain(auditor, { checkpoint });
  await owner.query(`DELETE FROM audit_event WHERE ${span} OR seq > ${rows}`);
  await owner.query("INSERT INTO audit_event SELECT * FROM kept");
  await owner.query("DROP TABLE kept");
  return found;
}

let state = seed;
/** A row of the log, the same for the same seed. */
function randomRow(): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
  // A verification ends where the damage is: far in, it only takes longer.
  const reach = process.env.MUSTER_LONG ? rows - 3 : rows / 10;
  return 2 + (state % reach);
}

const changes = [
  "at = at + interval '1 microsecond'",
  "at = at + interval '1 millisecond'",
  "actor_type = actor_type || ' '",
  "actor_id = gen_random_uuid()",
  "actor_name = ''",
  "event = upper(event)",
  "outcome = CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END",
  "target_type = NULL",
  "target_id = target_id || '0'",
  `detail = detail || '{"count": -1}'`,
  "detail = detail - 'name'",
  "detail = '{}'",
  "request_id = NULL",
  "ip = '127.0.0.2'",
  "key_id = 'audit-2020-01-01-000000'",
  "prev_hash = hash",
  "hash = prev_hash",
  "hash = left(hash, 63) || CASE right(hash, 1) WHEN '0' THEN '1' ELSE '0' END",
];

describe(`an audit log of ${rows} entries`, () => {
  it("is intact as it was written", async () => {
    expect(await verifyAuditChain(auditor, { checkpoint })).toMatchObject({ intact: true, rows });
  });

  it("gives away every change of every column, wherever it is made", async () => {
    const missed: string[] = [];
    let tried = 0;
    for (let round = 0; round < Math.max(rounds, changes.length); round += 1) {
      const change = changes[round % changes.length] ?? "";
      const at = round === 0 ? 1 : round === 1 ? rows : randomRow();
      const found = await afterDamage(at, at, [
        `UPDATE audit_event SET ${change} WHERE seq = ${at}`,
      ]);
      tried += 1;
      if (found.intact) missed.push(`${change} at ${at}`);
    }
    process.stdout.write(
      `T20 ${JSON.stringify({ seed, rows, "changes tried": tried, "not found": missed.length })}\n`,
    );
    expect(missed).toEqual([]);
    expect(await verifyAuditChain(auditor, { checkpoint })).toMatchObject({ intact: true, rows });
  }, 400_000);

  it.each([
    ["the first", 1],
    ["one in the middle", 20_000],
    ["the last", rows],
  ])("gives away that %s was deleted", async (_, seq) => {
    const found = await afterDamage(seq, seq, [`DELETE FROM audit_event WHERE seq = ${seq}`]);
    expect(found).toMatchObject({ intact: false, brokenAt: String(seq), problem: "missing" });
  });

  it("gives away two that changed places", async () => {
    const found = await afterDamage(20_000, 20_001, [
      "UPDATE audit_event SET seq = 200000 WHERE seq = 20000",
      "UPDATE audit_event SET seq = 20000 WHERE seq = 20001",
      "UPDATE audit_event SET seq = 20001 WHERE seq = 200000",
    ]);
    expect(found).toMatchObject({ intact: false, brokenAt: "20000" });
  });

  it("gives away one that was put in at the end without the key", async () => {
    const found = await afterDamage(rows, rows, [
      `INSERT INTO audit_event SELECT ${rows + 1}, at, actor_type, actor_id, actor_name, event, outcome, target_type, target_id, detail, request_id, ip, key_id, hash, repeat('a', 64) FROM audit_event WHERE seq = ${rows}`,
    ]);
    expect(found).toMatchObject({ intact: false, brokenAt: String(rows + 1) });
  });

  it("gives away a tail that was written anew with another key", async () => {
    const forger = newKey("audit", new Date());
    const from = rows - 50;
    const tail = await sql<{ seq: string; key_id: string; prev_hash: string }>(
      "SELECT seq::text, key_id, prev_hash FROM audit_event WHERE seq >= $1::bigint ORDER BY audit_event.seq",
      [from],
    );
    let previous = tail[0]?.prev_hash ?? "";
    const statements = tail.map(({ seq, key_id }) => {
      const entry = { ...auditEntry(Number(seq)), actorName: "Nobody" };
      const hash = auditHash(previous, BigInt(seq), key_id, entry, forger.material);
      const statement = `UPDATE audit_event SET actor_name = 'Nobody', prev_hash = '${previous}', hash = '${hash}' WHERE seq = ${seq}`;
      previous = hash;
      return statement;
    });
    const found = await afterDamage(from, rows, statements);
    expect(found).toMatchObject({ intact: false, brokenAt: String(from), problem: "altered" });
  });

  it("gives away a cut tail to whoever noted the head, and to nobody else", async () => {
    const cut = [`DELETE FROM audit_event WHERE seq > ${rows - 10}`];
    expect(await afterDamage(rows - 9, rows, cut)).toMatchObject({
      intact: false,
      problem: "missing",
    });
    const kept = checkpoint;
    checkpoint = { seq: "5", hash: (await headAt(5)).hash };
    expect(await afterDamage(rows - 9, rows, cut)).toMatchObject({ intact: true, rows: rows - 10 });
    checkpoint = kept;
  });
});

async function headAt(seq: number): Promise<{ hash: string }> {
  const [row] = await sql<{ hash: string }>("SELECT hash FROM audit_event WHERE seq = $1::bigint", [
    seq,
  ]);
  return row ?? { hash: "" };
}
