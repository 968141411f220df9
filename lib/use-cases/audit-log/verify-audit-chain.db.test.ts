import { Client } from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { appendAudit, auditHash, type AuditEntry } from "@/lib/infra/audit-chain";
import { databaseUrl, db } from "@/lib/infra/db";
import { newKey } from "@/lib/infra/keys";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { verifyAuditChain } from "./verify-audit-chain";

useDatabase();
const rows = 60;
const entry = (n: number): AuditEntry => ({
  at: new Date(1_760_000_000_000 + n * 1000),
  actorType: "person",
  actorId: null,
  actorName: `Person ${n}`,
  event: "source.added",
  outcome: "done",
  targetType: "source",
  targetId: `s-${n}`,
  detail: { zebra: n, apple: { deep: [1, "two", null, 1.5] }, ä: "ü" },
  requestId: `r-${n}`,
  ip: "127.0.0.1",
});

beforeAll(async () => {
  for (let n = 1; n <= rows; n += 1) await db().$transaction((tx) => appendAudit(tx, entry(n)));
});

/** Tampers as the database's owner with the triggers off, verifies, and rolls the damage back. */
async function afterTampering(
  ...statements: string[]
): Promise<Awaited<ReturnType<typeof verifyAuditChain>>> {
  const owner = new Client({ connectionString: databaseUrl() });
  await owner.connect();
  try {
    await owner.query("CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM audit_event");
    await owner.query("SET session_replication_role = replica");
    for (const statement of statements) await owner.query(statement);
    const result = await verifyAuditChain(personContext("auditor"), {});
    await owner.query("DELETE FROM audit_event");
    await owner.query("INSERT INTO audit_event SELECT * FROM kept");
    return result;
  } finally {
    await owner.end();
  }
}

describe("the audit chain", () => {
  it("verifies an untouched log", async () => {
    expect(await verifyAuditChain(personContext("auditor"), {})).toMatchObject({
      intact: true,
      rows,
    });
  });

  it.each([
    "at = at + interval '1 second'",
    "actor_type = 'token'",
    "actor_id = gen_random_uuid()",
    "actor_name = 'Somebody else'",
    "event = 'source.removed'",
    "outcome = 'refused'",
    "target_type = 'person'",
    "target_id = 's-x'",
    `detail = detail || '{"apple": 1}'`,
    "request_id = 'r-x'",
    "ip = '10.0.0.1'",
  ])("finds a row whose %s", async (change) => {
    const found = await afterTampering(`UPDATE audit_event SET ${change} WHERE seq = 30`);
    expect(found).toMatchObject({ intact: false, brokenAt: "30", problem: "altered" });
  });

  it("finds a changed key id, link or hash", async () => {
    expect(
      await afterTampering("UPDATE audit_event SET key_id = 'audit-x' WHERE seq = 30"),
    ).toMatchObject({ problem: "unknown_key" });
    expect(
      await afterTampering("UPDATE audit_event SET prev_hash = repeat('a', 64) WHERE seq = 30"),
    ).toMatchObject({ problem: "relinked" });
    expect(
      await afterTampering("UPDATE audit_event SET hash = repeat('a', 64) WHERE seq = 30"),
    ).toMatchObject({ brokenAt: "30" });
  });

  it.each([1, 30])("finds that row %i was deleted", async (seq) => {
    const found = await afterTampering(`DELETE FROM audit_event WHERE seq = ${seq}`);
    expect(found).toMatchObject({ intact: false, brokenAt: String(seq), problem: "missing" });
  });

  it("finds two swapped rows", async () => {
    const found = await afterTampering(
      "UPDATE audit_event SET seq = 1000 WHERE seq = 20",
      "UPDATE audit_event SET seq = 20 WHERE seq = 21",
      "UPDATE audit_event SET seq = 21 WHERE seq = 1000",
    );
    expect(found).toMatchObject({ intact: false, brokenAt: "20" });
  });

  it("finds a row inserted in between, and one re-chained without the key", async () => {
    const inserted = await afterTampering(
      "UPDATE audit_event SET seq = seq + 1000 WHERE seq > 40",
      "INSERT INTO audit_event SELECT 41, at, actor_type, actor_id, actor_name, event, outcome, target_type, target_id, detail, request_id, ip, key_id, hash, hash FROM audit_event WHERE seq = 40",
      "UPDATE audit_event SET seq = seq - 999 WHERE seq > 1000",
    );
    expect(inserted).toMatchObject({ intact: false, brokenAt: "41" });
    const row = await db().auditEvent.findUniqueOrThrow({ where: { seq: 30n } });
    const forger = newKey("audit", new Date());
    const forged = auditHash(
      row.prevHash,
      30n,
      row.keyId,
      { ...entry(30), actorName: "Nobody" },
      forger.material,
    );
    const rechained = await afterTampering(
      `UPDATE audit_event SET actor_name = 'Nobody', hash = '${forged}' WHERE seq = 30`,
      `UPDATE audit_event SET prev_hash = '${forged}' WHERE seq = 31`,
    );
    expect(rechained).toMatchObject({ intact: false, brokenAt: "30", problem: "altered" });
  });

  it("refuses an analyst", async () => {
    await expect(verifyAuditChain(personContext("analyst"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
