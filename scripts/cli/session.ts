import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { closeDb } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { DomainError } from "@/lib/domain/errors";
import { dataDir, env, resetEnv } from "@/lib/infra/env";
import { ensureKeyRing, keysFile } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";
import type { Context } from "@/lib/use-cases/context";

/** The person at this machine's shell: whoever can read the key file already holds everything. */
const operator = (): Context => ({
  actor: { type: "operator", name: `operator ${os.userInfo().username}` },
  now: new Date(),
  requestId: randomUUID(),
  ip: null,
});

/** A mistyped folder must not turn into an empty installation that looks intact. */
function requireInstallation(): void {
  const { DATABASE_URL, MUSTER_KEYS } = env();
  const needed = [
    ...(MUSTER_KEYS ? [] : [keysFile()]),
    ...(DATABASE_URL ? [] : [path.join(dataDir(), "database-password")]),
  ];
  const missing = needed.find((file) => !existsSync(file));
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
  { mayBegin = false }: { mayBegin?: boolean } = {},
): Promise<T> {
  if (!mayBegin) requireInstallation();
  const embedded = env().DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ directory: dataDir() });
  if (embedded) {
    process.env.DATABASE_URL = embedded.url;
    resetEnv();
  }
  try {
    await ensureKeyRing(new Date());
    await migrate(env().DATABASE_URL ?? "", { mayBegin });
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
