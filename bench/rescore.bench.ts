// A complete rescoring after a new policy version, against reading and writing the same rows in bare SQL.
import { spawn } from "node:child_process";
import path from "node:path";
import { inTransaction, pool, sql } from "@/lib/infra/db";
import { insertSource } from "@/lib/testing/factories";
import { ingestRecords } from "@/lib/use-cases/ingest/ingest-records";
import { millisecondsOf, startBenchDatabase } from "./bench-database";
import { report } from "./figures";
import { inventoryRecords } from "./inventory-records";

const count = Number(process.env.BENCH_RESCORE_IDENTITIES ?? 1_000_000);
const page = 5_000;
const now = new Date("2026-11-20T12:00:00Z");

interface Rescoring {
  scored: number;
  seconds: number;
  megabytes: number;
}

/** Scores in a process of its own, as the worker does. */
async function rescore(policy: "same" | "weights"): Promise<Rescoring> {
  const args = [
    "--import",
    "tsx",
    "--conditions=react-server",
    path.resolve("bench/rescore-once.ts"),
  ];
  const child = spawn(process.execPath, [...args, policy, now.toISOString()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`The rescoring ended with ${String(code)}: ${said}`);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "") as Rescoring;
}

async function seed(): Promise<void> {
  const [found] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM source");
  if (found?.n) return;
  const sourceId = await insertSource("http://127.0.0.1:9", "Bench");
  for (let from = 0; from < count; from += page) {
    const records = inventoryRecords(from, Math.min(count, from + page));
    const batch = {
      sourceId,
      connectorId: "aws",
      runId: null,
      stream: "users",
      now,
      isFirstReading: true,
    };
    await inTransaction((client) => ingestRecords(client, batch, records));
  }
}

const newVersion = (): Promise<unknown[]> =>
  sql(`UPDATE setting SET value = value || '{"version": 0}' WHERE name = 'scoring.sweep'`);

/** The least that a rescoring must do: every row and its parts read once. */
async function bareReading(): Promise<number> {
  const read = async (text: string): Promise<void> => {
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const { rows } = await pool().query<unknown[]>({ text, values: [after], rowMode: "array" });
      const last = rows.at(-1);
      if (!last) return;
      after = last[0] as string;
    }
  };
  const limit = "ORDER BY 1 LIMIT 10000";
  return millisecondsOf(async () => {
    await read(
      `SELECT id, name, kind, status, risk_score, facts::text, attributes::text FROM identity WHERE id > $1 ${limit}`,
    );
    await read(
      `SELECT identity_id, kind, status, facts::text FROM credential WHERE identity_id > $1 ${limit}`,
    );
  });
}

/** The least that new scores cost: the same column of the same rows, in one statement, rolled back. */
async function bareWriting(): Promise<number> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    return await millisecondsOf(() =>
      client.query(
        `UPDATE identity i SET risk_score = s.score FROM rescored s
         WHERE s.id = i.id AND s.score <> i.risk_score`,
      ),
    );
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const database = await startBenchDatabase();
try {
  const seeded = await millisecondsOf(seed);
  console.log(
    `  ${count.toLocaleString("en")} identities written in ${Math.round(seeded / 1000)} s`,
  );
  const first = await rescore("same");
  console.log(`  scored for the first time (${first.scored}) in ${Math.round(first.seconds)} s`);
  await database.asOwner("VACUUM ANALYZE");
  await database.asOwner("CREATE TABLE rescored AS SELECT id, risk_score AS score FROM identity");
  await database.asOwner("GRANT ALL ON rescored TO muster_app");

  await newVersion();
  const reading = await bareReading();
  const same = await rescore("same");

  await newVersion();
  const changing = await rescore("weights");
  const [moved] = await sql<{ n: number }>(
    "SELECT count(*)::int AS n FROM identity i JOIN rescored s ON s.id = i.id WHERE s.score <> i.risk_score",
  );
  await database.asOwner("VACUUM ANALYZE");
  const writing = await bareWriting();
  await database.asOwner("DROP TABLE rescored");

  const millions = (count / 1e6).toLocaleString("en");
  const met = report("rescore", [
    {
      name: `${millions} million identities, a policy version that moves no score`,
      value: same.seconds,
      unit: "s",
      limit: reading / 1000,
      atMost: 60,
    },
    {
      name: `${millions} million identities, a policy version that moves ${moved?.n.toLocaleString("en")} scores`,
      value: changing.seconds,
      unit: "s",
      limit: (reading + writing) / 1000,
      atMost: 60,
    },
    {
      name: "memory of the process",
      value: Math.max(same.megabytes, changing.megabytes),
      unit: "MB",
      atMost: 600,
    },
    { name: "first scoring of the same rows", value: first.seconds, unit: "s" },
  ]);
  if (!met) process.exitCode = 1;
} finally {
  await database.end();
}
