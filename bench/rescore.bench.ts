// A complete rescoring after a new policy version, against reading and writing the same rows in bare SQL.
import { inTransaction, pool, sql } from "@/lib/infra/db";
import { insertSource } from "@/lib/testing/factories";
import { ingestRecords } from "@/lib/use-cases/ingest/ingest-records";
import { millisecondsOf, startBenchDatabase } from "./bench-database";
import { type Figure, report } from "./figures";
import { inventoryRecords } from "./inventory-records";
import { multiplyInventory } from "./multiply";
import { inOwnProcess } from "./own-process";

const count = Number(process.env.BENCH_RESCORE_IDENTITIES ?? 1_000_000);
const page = 5_000;
/** This many are written by the real ingest and scoring, the others are copies of their rows. */
const base = Math.min(count, 20_000);
const now = new Date();

interface Rescoring {
  scored: number;
  seconds: number;
  megabytes: number;
}

/** Scores in a process of its own, as the worker does. */
function rescore(policy: "same" | "weights", hours: number): Promise<Rescoring> {
  const at = new Date(now.getTime() + hours * 3_600_000);
  return inOwnProcess<Rescoring>("rescore-once.ts", policy, at.toISOString());
}

async function seed(): Promise<void> {
  const [found] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM source");
  if (found?.n) return;
  const sourceId = await insertSource("http://127.0.0.1:9", "Bench");
  for (let from = 0; from < base; from += page) {
    const records = inventoryRecords(from, Math.min(base, from + page));
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

/** The least that a rescoring must do: every row and its parts read once, by the server alone. */
const reads = [
  "SELECT * FROM identity ORDER BY id",
  "SELECT * FROM credential",
  "SELECT * FROM access_grant",
  "SELECT * FROM owner_candidate",
];

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

/** As `rescore`, and proof that it looked at every identity but those that became due meanwhile. */
async function rescoreAll(policy: "same" | "weights", hours: number): Promise<Rescoring> {
  const done = await rescore(policy, hours);
  const [live] = await sql<{ n: number; due: number }>(
    `SELECT (SELECT count(*) FROM identity)::int AS n,
       (SELECT count(*) FROM identity_scoring WHERE rescore_at <= now())::int AS due`,
  );
  if (done.scored + (live?.due ?? 0) < (live?.n ?? 0))
    throw new Error(`Only ${done.scored} of ${live?.n} were scored`);
  return done;
}
const bareReading = (): Promise<number> =>
  millisecondsOf(async () => {
    for (const text of reads) await database.asOwner(`COPY (${text}) TO '/dev/null'`);
  });

/** What a policy costs that moves nearly every score, and so writes nearly every row. */
async function changingFigures(shown: string, reading: number): Promise<Figure[]> {
  await newVersion();
  const changing = await rescoreAll("weights", 2);
  const [moved] = await sql<{ n: number }>(
    "SELECT count(*)::int AS n FROM identity i JOIN rescored s ON s.id = i.id WHERE s.score <> i.risk_score",
  );
  await database.asOwner("VACUUM ANALYZE");
  const writing = await bareWriting();
  await database.asOwner("DROP TABLE rescored");
  return [
    {
      name: `${shown} identities, a policy version that moves ${moved?.n.toLocaleString("en")} scores`,
      value: changing.seconds,
      unit: "s",
      limit: (reading + writing) / 1000,
      atMost: 60,
    },
    {
      name: "memory of the process that moves them",
      value: changing.megabytes,
      unit: "MB",
      atMost: 600,
    },
  ];
}

try {
  const seeding = await millisecondsOf(async () => {
    await seed();
    await rescore("same", 0);
    const [found] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM identity");
    if (found && found.n < count)
      await multiplyInventory(database.url, Math.round(count / base) - 1);
    await database.asOwner("VACUUM ANALYZE");
  });
  const [live] = await sql<{ n: number; credentials: number }>(
    `SELECT (SELECT count(*) FROM identity)::int AS n, (SELECT count(*) FROM credential)::int AS credentials`,
  );
  console.log(
    `  ${live?.n.toLocaleString("en")} identities with ${live?.credentials.toLocaleString("en")} credentials in ${Math.round(seeding / 1000)} s`,
  );
  await database.asOwner("DROP TABLE IF EXISTS rescored");
  await database.asOwner("CREATE TABLE rescored AS SELECT id, risk_score AS score FROM identity");
  await database.asOwner("GRANT ALL ON rescored TO muster_app");

  await newVersion();
  const reading = await bareReading();
  const same = await rescoreAll("same", 1);
  console.log(
    `  the same policy: ${Math.round(same.seconds)} s, reading alone ${Math.round(reading / 1000)} s`,
  );

  const shown = (live?.n ?? 0).toLocaleString("en");
  const figures: Figure[] = [
    {
      name: `${shown} identities, a policy version that moves no score`,
      value: same.seconds,
      unit: "s",
      limit: reading / 1000,
      atMost: 60,
    },
    {
      name: "memory of the process",
      value: same.megabytes,
      unit: "MB",
      atMost: 600,
    },
  ];
  if (process.env.BENCH_RESCORE_ONLY !== "same")
    figures.push(...(await changingFigures(shown, reading)));
  if (!report("rescore", figures)) process.exitCode = 1;
} finally {
  await database.end();
}
