import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { appendAudit, auditHash, type AuditEntry } from "@/lib/infra/audit-chain";
import { db, pool } from "@/lib/infra/db";
import { keyRing } from "@/lib/infra/keys";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { exportAuditEvents } from "./export-audit-events";
import { listAuditEvents } from "./list-audit-events";
import { type ChainVerification, verifyAuditChain } from "./verify-audit-chain";

useDatabase();

const size = 60;
const auditor = personContext("auditor");

function entry(n: number): AuditEntry {
  return {
    at: new Date(Date.UTC(2026, 0, 1 + (n % 28), 12, 0, 0, n)),
    actorType: "person",
    actorId: `00000000-0000-7000-8000-00000000000${n % 3}`,
    actorName: ["Ada 100%", "Grace", "Linus"][n % 3] ?? "",
    event: n % 2 === 0 ? "source.added" : "identity.labelled",
    outcome: n % 7 === 0 ? "refused" : "done",
    targetType: "source",
    targetId: `target-${n}`,
    detail: { z: n, a: { nested: ["ü", n] } },
    requestId: `request-${n}`,
    ip: "192.0.2.1",
  };
}

beforeAll(async () => {
  for (let n = 1; n <= size; n++) await db().$transaction((tx) => appendAudit(tx, entry(n)));
});

/** What a person with the database's own rights could do; undone before the next attempt. */
async function verdictAfter(
  statements: string[],
  input: Parameters<typeof verifyAuditChain>[1] = {},
): Promise<ChainVerification> {
  const client = await pool().connect();
  try {
    await client.query("RESET ROLE");
    await client.query("ALTER TABLE audit_event DISABLE TRIGGER USER");
    await client.query("CREATE TABLE kept AS TABLE audit_event");
    for (const statement of statements) await client.query(statement);
    return await verifyAuditChain(auditor, input);
  } finally {
    await client.query(
      "DELETE FROM audit_event; INSERT INTO audit_event TABLE kept; DROP TABLE kept",
    );
    await client.query("ALTER TABLE audit_event ENABLE TRIGGER USER");
    client.release(true);
  }
}

const broken = (seq: number) => ({ intact: false, brokenAt: String(seq) });

describe("the audit chain", () => {
  it("is intact when nobody touched it, and names its head", async () => {
    const verdict = await verifyAuditChain(auditor, {});
    expect(verdict).toMatchObject({ intact: true, rows: size, brokenAt: null });
    expect(verdict.head?.seq).toBe(String(size));
  });

  it.each([
    ["at", "at + interval '1 microsecond'"],
    ["actor_type", "'token'"],
    ["actor_id", "NULL"],
    ["actor_name", "actor_name || ' '"],
    ["event", "'source.removed'"],
    ["outcome", "'failed'"],
    ["target_type", "'identity'"],
    ["target_id", "'other'"],
    ["detail", `'{"z": 0}'`],
    ["request_id", "''"],
    ["ip", "NULL"],
    ["key_id", "'audit-2026-01-01-000000'"],
    ["prev_hash", "repeat('a', 64)"],
    ["hash", "repeat('b', 64)"],
  ])("shows a changed %s, in the first, a middle and the last line", async (column, value) => {
    for (const seq of [1, 30, size]) {
      const change = `UPDATE audit_event SET ${column} = ${value} WHERE seq = ${seq}`;
      expect(await verdictAfter([change])).toMatchObject(broken(seq));
    }
  });

  it("shows a line taken out at the beginning or in the middle", async () => {
    for (const seq of [1, 30]) {
      const verdict = await verdictAfter([`DELETE FROM audit_event WHERE seq = ${seq}`]);
      expect(verdict).toMatchObject(broken(seq));
    }
  });

  it("shows a cut-off end by a head that was noted before", async () => {
    const { head } = await verifyAuditChain(auditor, {});
    const checkpoint = head ?? undefined;
    const cut = [`DELETE FROM audit_event WHERE seq = ${size}`];
    expect(await verdictAfter(cut, { checkpoint })).toMatchObject(broken(size));
    expect((await verifyAuditChain(auditor, { checkpoint })).intact).toBe(true);
  });

  it("shows two lines that changed places", async () => {
    const swap = [
      "UPDATE audit_event SET seq = -1 WHERE seq = 20",
      "UPDATE audit_event SET seq = 20 WHERE seq = 21",
      "UPDATE audit_event SET seq = 21 WHERE seq = -1",
    ];
    expect(await verdictAfter(swap)).toMatchObject(broken(20));
  });

  it("shows a line that was put in, also when it copies a genuine one", async () => {
    const columns = `at, actor_type, actor_id, actor_name, event, outcome, target_type, target_id,
      detail, request_id, ip, key_id, prev_hash, hash`;
    const insert = `INSERT INTO audit_event (seq, ${columns})
      SELECT ${size + 1}, ${columns} FROM audit_event WHERE seq = ${size}`;
    expect(await verdictAfter([insert])).toMatchObject(broken(size + 1));
  });

  it("shows a chain that was sealed again without the key", async () => {
    const rows = await db().auditEvent.findMany({ orderBy: { seq: "asc" } });
    const stolen = createHash("sha256").update("guess").digest("base64url");
    let prevHash = rows[9]?.prevHash ?? "";
    const updates = rows.slice(9).map((row) => {
      const line = { ...entry(Number(row.seq)), event: "source.removed" };
      const hash = auditHash(prevHash, row.seq, row.keyId, line, stolen);
      const update = `UPDATE audit_event SET event = 'source.removed', prev_hash = '${prevHash}',
        hash = '${hash}' WHERE seq = ${row.seq}`;
      prevHash = hash;
      return update;
    });
    expect(await verdictAfter(updates)).toMatchObject(broken(10));
    expect((await keyRing()).keys.some((key) => key.material === stolen)).toBe(false);
  });

  it("may be checked by auditors and administrators only", async () => {
    await expect(verifyAuditChain(personContext("analyst"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listAuditEvents(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("the audit log's list", () => {
  it("pages through every line once, newest first", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditEvents(auditor, { limit: 25, cursor });
      seen.push(...page.items.map((item) => item.seq));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: size }, (_, n) => String(size - n)));
  });

  it("filters by actor, noun, outcome, target and day, and takes wildcards literally", async () => {
    const count = async (input: Parameters<typeof listAuditEvents>[1]) =>
      (await listAuditEvents(auditor, { ...input, limit: 200 })).items.length;
    expect(await count({ actor: "100%" })).toBe(20);
    expect(await count({ actor: "%" })).toBe(20);
    expect(await count({ event: "source" })).toBe(30);
    expect(await count({ event: "sourc" })).toBe(0);
    expect(await count({ outcome: "refused" })).toBe(8);
    expect(await count({ target: "target-7" })).toBe(1);
    expect(await count({ from: "2026-01-02", to: "2026-01-02" })).toBe(3);
  });
});

describe("the file of the audit log", () => {
  const textOf = async (file: { chunks: AsyncIterable<string> }): Promise<string[]> => {
    let text = "";
    for await (const chunk of file.chunks) text += chunk;
    return text.split("\r\n").filter(Boolean);
  };

  it("holds exactly the filtered entries, and taking it is recorded but not in it", async () => {
    const before = await listAuditEvents(auditor, { outcome: "refused", limit: 200 });
    const lines = await textOf(await exportAuditEvents(auditor, { outcome: "refused" }));
    expect(lines).toHaveLength(before.items.length + 1);
    expect(lines[1]).toContain(`"${before.items[0]?.seq}"`);
    const whole = await textOf(await exportAuditEvents(auditor, {}));
    expect(whole.filter((line) => line.includes("audit.exported"))).toHaveLength(1);
    const { items } = await listAuditEvents(auditor, { event: "audit.exported" });
    expect(items).toHaveLength(2);
    expect(items[1]?.detail).toEqual({ outcome: "refused" });
  });

  it("is refused to everybody who may not read the log", async () => {
    await expect(exportAuditEvents(personContext("analyst"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(exportAuditEvents(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("days in the wrong order", () => {
  const days = { from: "2026-02-01", to: "2026-01-31" };
  const refusal = { code: "invalid_input", extra: { fields: { to: "must not be before from" } } };

  it("are refused instead of finding nothing", async () => {
    await expect(listAuditEvents(auditor, days)).rejects.toMatchObject(refusal);
    await expect(exportAuditEvents(auditor, days)).rejects.toMatchObject(refusal);
    const oneDay = { from: "2026-01-05", to: "2026-01-05" };
    expect((await listAuditEvents(auditor, oneDay)).items.length).toBeGreaterThan(0);
  });
});
