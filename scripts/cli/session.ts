import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { closeDb } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { DomainError } from "@/lib/domain/errors";
import { dataDir, env, resetEnv } from "@/lib/infra/env";
import { keysFile } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";
import type { Context } from "@/lib/use-cases/context";
import { openKeys } from "@/lib/use-cases/settings/check-keys";

/** The person at this machine's shell: whoever can read the key file already holds everything. */
const operator = (): Context => ({
  actor: { type: "operator", name: `operator ${os.userInfo().username}` },
  now: new Date(),
  requestId: randomUUID(),
  ip: null,
});

/** What a command makes where it is not there yet. */
type Begins = "nothing" | "database" | "installation";

/** A mistyped folder must not turn into an empty installation that looks intact. */
function requireInstallation(begins: Begins): void {
  const { DATABASE_URL, MUSTER_KEYS } = env();
  if (!MUSTER_KEYS && begins === "database" && !existsSync(keysFile())) {
    throw new DomainError(
      "invalid_input",
      `There is no key file at ${keysFile()}, and a backup does not hold it. Put the key file of that installation there (mode 0600), or set MUSTER_KEYS_FILE. Nothing was created.`,
    );
  }
  const needed = [
    ...(MUSTER_KEYS ? [] : [keysFile()]),
    ...(DATABASE_URL ? [] : [path.join(dataDir(), "database-password")]),
  ];
  const missing = begins === "nothing" ? needed.find((file) => !existsSync(file)) : undefined;
  if (missing === undefined) return;
  throw new DomainError(
    "invalid_input",
    `There is no installation of Muster in ${dataDir()} (${missing} does not exist). Check MUSTER_DATA_DIR. Nothing was created.`,
  );
}

/**
 * Opens the database (starting the embedded one if nobody has), runs the work, closes what it opened.
 * Only a command that may begin an installation makes keys and a database where there are none.
 */
export async function withMuster<T>(
  work: (ctx: Context) => Promise<T>,
  { begins = "nothing" }: { begins?: Begins } = {},
): Promise<T> {
  requireInstallation(begins);
  const embedded = env().DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ directory: dataDir() });
  if (embedded) {
    process.env.DATABASE_URL = embedded.url;
    resetEnv();
  }
  try {
    await migrate(env().DATABASE_URL ?? "", { mayBegin: begins !== "nothing" });
    await openKeys(new Date());
    return await work(operator());
  } finally {
    await closeDb();
    await embedded?.stop();
  }
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Waits until whoever reads has taken it, so that a long list does not pile up in memory. */
export const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

/** Paths are meant from where the person stands, not from Muster's own folder. */
export const fromCaller = (file: string): string =>
  path.resolve(process.env.MUSTER_CALLED_FROM ?? process.cwd(), file);

/** All of standard input, without the final line break. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}
