// The audit log: how fast entries are appended by 32 callers at once, and how fast the chain is verified.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { appendAudit } from "@/lib/infra/audit-chain";
import { closeDb, db, pool } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { resetEnv } from "@/lib/infra/env";
import { type KeyRing, newKey } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";
import { auditEntry, insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { verifyAuditChain } from "@/lib/use-cases/audit-log/verify-audit-chain";
import { type Figure, report } from "./figures";

const rows = Number(process.env.MUSTER_BENCH_AUDIT_ROWS ?? 300_000);
const appends = 4_000;
const callers = 32;
const now = new Date();

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
};

/** So many calls, shared by the callers. */
async function shared(work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < appends) await work(next++);
    }),
  );
}

/** The same rows read in order by the same pool, with no hashing: no verification can be faster. */
async function readAll(): Promise<void> {
  for (let after = 0; after < rows; after += 10_000) {
    const text = "SELECT * FROM audit_event WHERE seq > $1 ORDER BY audit_event.seq LIMIT 10000";
    await pool().query(text, [after]);
  }
}

async function measureAppends(): Promise<Figure[]> {
  // The limit of an append: a row of the same size, committed alone, without chain or lock.
  const bare = await seconds(() =>
    shared(async (n) => {
      const key = [`bench ${n}`, JSON.stringify(auditEntry(n).detail)];
      await pool().query(
        "INSERT INTO setting (name, value, updated_at) VALUES ($1, $2, now())",
        key,
      );
    }),
  );
  const appended = await seconds(() =>
    shared((n) => db().$transaction((tx) => appendAudit(tx, auditEntry(n)), { maxWait: 60_000 })),
  );
  const auditor = personContext("auditor");
  const small = await verifyAuditChain(auditor, {});
  if (!small.intact || small.rows !== appends) throw new Error(small.sentence);
  return [
    {
      name: `append one entry, ${callers} callers`,
      value: (appended / appends) * 1_000,
      unit: "ms",
      limit: (bare / appends) * 1_000,
      atMost: 1,
    },
  ];
}

async function measureVerification(): Promise<Figure[]> {
  await insertAuditChain(rows);
  await readAll();
  const read = await seconds(readAll);
  const auditor = personContext("auditor");
  const samples: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    samples.push(await seconds(() => verifyAuditChain(auditor, {})));
  }
  const found = await verifyAuditChain(auditor, {});
  if (!found.intact || found.rows !== rows) throw new Error(found.sentence);
  const best = Math.min(...samples);
  return [
    {
      name: `verify one entry of ${rows}`,
      value: (best / rows) * 1_000_000,
      unit: "µs",
      limit: (read / rows) * 1_000_000,
      ratioAtMost: 2,
    },
  ];
}

const directory = mkdtempSync(path.join(process.env.MUSTER_BENCH_DIR ?? os.tmpdir(), "muster-"));
chmodSync(directory, 0o755);
const server = await startEmbeddedPostgres({ directory });
const purposes = ["seal", "audit", "session", "token"] as const;
const ring: KeyRing = { version: 1, keys: purposes.map((purpose) => newKey(purpose, now)) };
process.env.MUSTER_KEYS = JSON.stringify(ring);
process.env.MUSTER_LOG_LEVEL = "silent";
process.env.MUSTER_POOL_MAX = String(callers);

process.env.DATABASE_URL = server.url;
resetEnv();
await migrate(server.url);

/** As the owner, past the triggers that keep the log from everybody else. */
async function emptyLog(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  await client.query("TRUNCATE audit_event");
  await client.end();
}

let met = false;
try {
  const appending = await measureAppends();
  await emptyLog();
  met = report("audit", [...appending, ...(await measureVerification())]);
} finally {
  await closeDb();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(met ? 0 : 1);
