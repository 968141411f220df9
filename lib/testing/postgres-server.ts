import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type EmbeddedOptions, freePort, startEmbeddedPostgres } from "../infra/embedded-postgres";

const run = promisify(execFile);
const debianBin = "/usr/lib/postgresql/15/bin";
const quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** Whether Debian's PostgreSQL 15 is installed beside the embedded 18. */
export const hasPostgres15 = existsSync(path.join(debianBin, "initdb"));

interface TestServer {
  /** A superuser's URL. */
  url: string;
  /** Readable by the server's account. */
  directory: string;
  stop(): Promise<void>;
}

async function workDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(process.env.MUSTER_TEST_DIR ?? "/tmp", "muster-pg-"));
  await chmod(directory, 0o755);
  return directory;
}

/** The embedded server with nothing of Muster in it. */
export async function startPostgres18({
  settings = [],
  onLog,
}: Pick<EmbeddedOptions, "settings" | "onLog"> = {}): Promise<TestServer> {
  const directory = await workDirectory();
  const server = await startEmbeddedPostgres({
    directory,
    settings: [...quick, ...settings],
    ...(onLog ? { onLog } : {}),
  });
  return {
    url: server.url,
    directory: server.directory,
    async stop() {
      await server.stop();
      await rm(server.directory, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A server of Debian's package; as root it runs as the package's account. */
export async function startPostgres15(password: string): Promise<TestServer> {
  const directory = await workDirectory();
  const account =
    process.getuid?.() === 0
      ? {
          uid: Number(execFileSync("id", ["-u", "postgres"])),
          gid: Number(execFileSync("id", ["-g", "postgres"])),
        }
      : {};
  if ("uid" in account) await chown(directory, Number(account.uid), Number(account.gid));
  const passwordFile = path.join(directory, "password");
  await writeFile(passwordFile, password);
  const data = path.join(directory, "data");
  const options = { ...account, cwd: directory };
  await run(
    path.join(debianBin, "initdb"),
    [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--no-locale",
    ],
    options,
  );
  const port = await freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses='127.0.0.1'",
    "unix_socket_directories=''",
    ...quick,
  ];
  await appendFile(path.join(data, "postgresql.conf"), `\n${settings.join("\n")}\n`);
  await run(
    path.join(debianBin, "pg_ctl"),
    ["-D", data, "-w", "-l", path.join(directory, "log"), "start"],
    options,
  );
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    directory: data,
    async stop() {
      await run(path.join(debianBin, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"], options);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Every server of a customer that tests run against and that this machine has. */
export const postgresVersions = [
  { name: "PostgreSQL 18 (embedded)", version: 18, begin: startPostgres18, present: true },
  {
    name: "PostgreSQL 15 (Debian's package)",
    version: 15,
    begin: () => startPostgres15("superuser-word-7Qx2"),
    present: hasPostgres15,
  },
].filter((each) => each.present);
