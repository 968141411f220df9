// A whole sync of a stand-in AWS to scored rows, against the same calls with the plain SDK and COPY
// of the same rows; and what a sync costs in which almost nothing changed.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import * as iam from "@aws-sdk/client-iam";
import { db } from "@/lib/infra/db";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { newId } from "@/lib/use-cases/ingest/new-id";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";
import { connectorEntry, provideConnector } from "@/lib/use-cases/sources/connector-entries";
import { runSync, syncDefaults } from "@/lib/use-cases/sources/run-sync";
import { sealConfig } from "@/lib/use-cases/sources/source-config";
import { type BenchDatabase, millisecondsOf, startBenchDatabase } from "./bench-database";
import { type Figure, report } from "./figures";

const users = Number(process.env.BENCH_SYNC_USERS ?? 100_000);
const keys = Math.round(users * 1.5);
const incrementalUsers = Number(process.env.BENCH_SYNC_FAKE_USERS ?? Math.min(users, 50_000));
/** Each changes another percent; the one in the middle counts. */
const incrementalRounds = 5;
const callsInFlight = 32;
const going = new AbortController().signal;
const credentials = {
  accessKeyId: ["AKIA", "EXAMPLEBENCH0001"].join(""),
  secretAccessKey: "example-secret-for-the-stand-in-only",
};

async function startProvider(
  script: string,
  ...counts: number[]
): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(path.resolve("bench", script), counts.map(String), {
    execArgv: ["--import", "tsx", "--conditions=react-server"],
  });
  const [said] = (await once(child, "message")) as [{ url: string }];
  return { url: said.url, child };
}

async function callsOf(child: ChildProcess): Promise<string[]> {
  child.send("calls");
  const [said] = (await once(child, "message")) as [{ bodies: string[] }];
  return said.bodies;
}

async function insertAws(endpoint: string): Promise<string> {
  const id = newId();
  const { manifest } = connectorEntry("aws");
  const given = { authMode: "access_key", ...credentials, endpoint };
  const { config, sealedSecrets } = await sealConfig(manifest, id, given);
  await db().source.create({
    data: { id, connectorId: "aws", name: `AWS ${id}`, config: config as never, sealedSecrets },
  });
  return id;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** One sync from its first call to the last scored row, in slices as the worker's. */
async function syncAndScore(sourceId: string): Promise<number> {
  const runId = await insertRun(sourceId);
  return millisecondsOf(async () => {
    while ((await runSync(runId, going, syncDefaults)) === "continues");
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    if (run.state !== "succeeded")
      throw new Error(`The sync ended ${run.state}: ${JSON.stringify(run.error)}`);
    while ((await scoreDue(new Date())).isUnfinished);
  });
}

/** The connector asks for what it may not do, too, to say so; refused is answered. */
function ignoreRefusal(error: { $fault?: string }): void {
  if (error.$fault !== "client") throw error;
}

type AnyCommand = new (input: object) => never;

/** Beyond this many calls every tenth is made again and stands for ten: all would take a quarter of an hour. */
const mostReplayed = 50_000;

/** The same calls to IAM once more, with nothing around the SDK. Milliseconds. */
async function replay(endpoint: string, all: readonly string[]): Promise<number> {
  const share = all.length > mostReplayed ? 10 : 1;
  const bodies = all.filter((_body, at) => at % share === 0);
  const client = new iam.IAMClient({ endpoint, region: "us-east-1", credentials });
  const commands = bodies.map((body) => {
    const {
      Action = "",
      Version: _version,
      ...params
    } = Object.fromEntries(new URLSearchParams(body));
    const input: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(params)) {
      if (!name.includes(".")) input[name] = name === "MaxItems" ? Number(value) : value;
    }
    const Command = (iam as unknown as Record<string, AnyCommand>)[`${Action}Command`];
    return Command ? new Command(input) : null;
  });
  const queue = commands.filter((command) => command !== null).values();
  const lane = async (): Promise<void> => {
    for (const command of queue) await client.send(command).catch(ignoreRefusal);
  };
  const spent = await millisecondsOf(() =>
    Promise.all(Array.from({ length: callsInFlight }, lane)),
  );
  client.destroy();
  return spent * share;
}

const tables = [
  "identity",
  "identity_scoring",
  "scoring_input",
  "credential",
  "access_grant",
  "trust",
  "owner_candidate",
  "identity_event",
  "finding",
];

const withoutOwnId = new Set(["identity_scoring", "scoring_input"]);

/** The same rows into tables with nothing but a primary key. */
async function copySameRows(database: BenchDatabase): Promise<number> {
  let spent = 0;
  for (const table of tables) {
    const file = `/tmp/muster-bench-${process.pid}-${table}`;
    await database.asOwner(`COPY ${table} TO '${file}'`);
    await database.asOwner(`CREATE TABLE bare_${table} (LIKE ${table})`);
    const key = withoutOwnId.has(table) ? "identity_id" : "id";
    await database.asOwner(`ALTER TABLE bare_${table} ADD PRIMARY KEY (${key})`);
    spent += await millisecondsOf(() => database.asOwner(`COPY bare_${table} FROM '${file}'`));
    await database.asOwner(`DROP TABLE bare_${table}`);
    await database.asOwner(`COPY (SELECT 1 WHERE false) TO '${file}'`);
  }
  return spent;
}

async function awsFigures(database: BenchDatabase): Promise<Figure[]> {
  const { url, child } = await startProvider("stand-in-process.ts", users, keys);
  try {
    const sourceId = await insertAws(url);
    const whole = await syncAndScore(sourceId);
    const bodies = await callsOf(child);
    const identities = await db().identity.count({ where: { sourceId } });
    const held = await db().credential.count({ where: { sourceId } });
    console.log(
      `  ${identities} identities, ${held} credentials by ${bodies.length} calls in ${Math.round(whole / 1000)} s`,
    );
    const paging = await replay(url, bodies);
    const copying = await copySameRows(database);
    console.log(`  plain paging ${Math.round(paging)} ms, COPY ${Math.round(copying)} ms`);
    return [
      {
        name: `AWS with ${users.toLocaleString("en")} users and ${keys.toLocaleString("en")} keys to scored rows`,
        value: whole / 1000,
        unit: "s",
        limit: (paging + copying) / 1000,
        ratioAtMost: 2,
      },
    ];
  } finally {
    child.kill();
  }
}

async function incrementalFigure(database: BenchDatabase, answerMs: number): Promise<Figure> {
  const { url, child } = await startProvider("provider-process.ts", incrementalUsers, answerMs);
  provideConnector(fakeConnector);
  const sourceId = await insertSource(url, `Incremental ${answerMs}`);
  const page = async (stream: string): Promise<void> => {
    for (let cursor: string | null = ""; cursor !== null;) {
      const answer: Response = await fetch(`${url}/${stream}?cursor=${cursor}`);
      cursor = ((await answer.json()) as { nextCursor: string | null }).nextCursor;
    }
  };
  const paging = (): Promise<number> =>
    millisecondsOf(async () => {
      await page("users");
      await page("keys");
    });
  await paging();
  const full = await syncAndScore(sourceId);
  // The next sync comes hours later; by then the server has tidied up after the first one.
  await database.asOwner("VACUUM ANALYZE");
  const rounds: { pages: number; few: number }[] = [];
  for (let first = 0; first < incrementalRounds; first += 1) {
    const changed = once(child, "message");
    child.send(first);
    await changed;
    rounds.push({ pages: await paging(), few: await syncAndScore(sourceId) });
  }
  child.kill();
  const beyond = rounds.map(({ pages, few }) => few - pages).sort((a, b) => a - b);
  const pages = median(rounds.map((round) => round.pages));
  console.log(
    `  full ${Math.round(full)} ms, plain paging ${Math.round(pages)} ms, 1 % changed ${beyond.map((ms) => Math.round(ms)).join(", ")} ms beyond it`,
  );
  const answers = answerMs === 0 ? "at once" : `after ${answerMs} ms`;
  const shown = incrementalUsers.toLocaleString("en");
  return {
    name: `sync of ${shown} users and as many keys with 1 % changed, beyond the paging of a provider that answers ${answers}`,
    value: Math.max(0, median(beyond)) / 1000,
    unit: "s",
    limit: (full - pages) / 1000,
    ratioAtMost: 0.05,
  };
}

process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
const database = await startBenchDatabase();
try {
  const aws = process.env.BENCH_SYNC_ONLY === "incremental" ? [] : await awsFigures(database);
  const figures = [...aws];
  // Providers take longer than either to answer.
  for (const answerMs of [0, 20]) figures.push(await incrementalFigure(database, answerMs));
  if (!report("sync", figures)) process.exitCode = 1;
} finally {
  await database.end();
}
