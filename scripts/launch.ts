// Starts everything that one machine needs: database, migrations, keys, web, worker.
import { mkdir, statfs } from "node:fs/promises";
import net from "node:net";
import { performance } from "node:perf_hooks";
import { DomainError } from "@/lib/domain/errors";
import { closeDb } from "@/lib/infra/db";
import { type RunningDatabase, startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { baseUrl, dataDir, env, localUrl, resetEnv } from "@/lib/infra/env";
import { keysFile } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";
import { systemContext } from "@/lib/use-cases/context";
import { openKeys } from "@/lib/use-cases/settings/check-keys";
import { createSetupLink } from "@/lib/use-cases/people/create-setup-link";
import { Supervisor } from "./supervise";
import { workerArguments } from "./worker-arguments";

const started = performance.now();
const say = (sentence: string): void => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`[${seconds} s] ${sentence}\n`);
};

// Whoever read our messages may be gone before us; ending in order matters more than saying so.
process.stdout.on("error", () => undefined);

let database: RunningDatabase | null = null;
const parts = new Supervisor({
  say,
  giveUp: () => void end(1),
  started: ({ name }, child) =>
    child.stdout?.on("data", (chunk: Buffer) => {
      if (name !== "web" || /error|warn/i.test(chunk.toString())) process.stdout.write(chunk);
    }),
});

let isEnding = false;

async function end(code: number): Promise<never> {
  isEnding = true;
  await parts.end();
  await closeDb();
  await database?.stop();
  process.exit(code);
}

function portIsFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? `Port ${port} on ${host} is in use. Set another, for example PORT=${port + 1} npm start, or end the program that uses it.`
          : `Muster cannot listen on ${host}:${port} (${error.code}). Set HOST and PORT to an address of this machine.`;
      reject(new DomainError("unavailable", why));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

async function prepareDirectory(): Promise<void> {
  const directory = dataDir();
  await mkdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const why = `${directory} cannot be used as the data folder (${error.code}).`;
    throw new DomainError("unavailable", `${why} Set MUSTER_DATA_DIR to a folder you may write.`);
  });
  const disk = await statfs(directory);
  const freeMb = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
  if (freeMb < 200) {
    throw new DomainError(
      "unavailable",
      `Only ${freeMb} MB are free on the disk of ${directory}; Muster needs 200 MB to start safely. Free some space and start again.`,
    );
  }
}

async function prepareDatabase(): Promise<void> {
  if (env().DATABASE_URL) {
    say("Using the PostgreSQL of DATABASE_URL.");
  } else {
    say("Starting the embedded PostgreSQL…");
    database = await startEmbeddedPostgres({ directory: dataDir(), note: say });
    process.env.DATABASE_URL = database.url;
    resetEnv();
  }
  const applied = await migrate(env().DATABASE_URL ?? "");
  say(
    applied.length > 0 ? `Database migrated (${applied.length} steps).` : "Database is up to date.",
  );
}

function startPart(name: string, args: string[], beforeRestart?: () => Promise<void>): void {
  parts.start({
    name,
    beforeRestart,
    command: process.execPath,
    args,
    options: {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_ENV: "production", MUSTER_KEYS_FILE: keysFile() },
      // A group of its own: Ctrl-C reaches this launcher only, which then ends the parts in order.
      detached: true,
    },
  });
}

async function firstAnswer(): Promise<void> {
  const health = `${localUrl()}/api/health`;
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    // Whoever else took the port meanwhile may never answer.
    const answered = await fetch(health, { signal: AbortSignal.timeout(6_000) }).then(
      (r) => r.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new DomainError(
    "unavailable",
    "The web process did not answer within 30 s. Its messages are above.",
  );
}

async function launch(): Promise<void> {
  const { HOST, PORT } = env();
  await portIsFree(HOST, PORT);
  await prepareDirectory();
  await prepareDatabase();
  if (await openKeys(new Date()))
    say(`Created the keys in ${keysFile()} (mode 0600). Back this file up.`);
  say("Starting web and worker…");
  const web = ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", String(PORT)];
  // Another program may take the port after the look above: then starting again does not help.
  startPart("web", web, () => portIsFree(HOST, PORT));
  await firstAnswer();
  if (isEnding) return;
  // After the first answer: on two cores both would only keep each other waiting.
  startPart("worker", workerArguments);
  say(`Muster is ready at ${baseUrl()}`);
  const link = await createSetupLink(systemContext("launcher"), {});
  if (link) say(`Create the first administrator (one-time link): ${link.url}`);
  say("Press Ctrl-C to end it.");
}

let interrupted = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  // The library of the database would end it first, under the feet of web and worker.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    interrupted += 1;
    if (interrupted === 1) {
      say("Ending…");
      void end(0);
    }
  });
}

await launch().catch(async (error: unknown) => {
  // What fails while everything ends is no failure of the start.
  if (isEnding) return;
  say(error instanceof Error ? error.message : String(error));
  await end(1);
});
