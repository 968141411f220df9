import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { closeDb } from "@/lib/infra/db";
import { startEmbeddedPostgres } from "@/lib/infra/embedded-postgres";
import { dataDir, env, resetEnv } from "@/lib/infra/env";
import { ensureKeyRing } from "@/lib/infra/keys";
import { migrate } from "@/lib/infra/migrate";
import type { Context } from "@/lib/use-cases/context";

/** The person at this machine's shell: whoever can read the key file already holds everything. */
const operator = (): Context => ({
  actor: { type: "operator", name: `operator ${os.userInfo().username}` },
  now: new Date(),
  requestId: randomUUID(),
  ip: null,
});

/** Opens the database (starting the embedded one if nobody has), runs the work, closes what it opened. */
export async function withMuster<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const embedded = env().DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ directory: dataDir() });
  if (embedded) {
    process.env.DATABASE_URL = embedded.url;
    resetEnv();
  }
  try {
    await ensureKeyRing(new Date());
    await migrate(env().DATABASE_URL ?? "");
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
