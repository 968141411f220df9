import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { dataDir, env } from "./env";

/** Where checkpoints are appended; only the operator of the machine chooses the place. */
export const checkpointFile = (): string =>
  env().MUSTER_CHECKPOINT_FILE ?? path.join(dataDir(), "audit-checkpoints.jsonl");

const tailBytes = 4_096;

/** The last line of the file, or null when there is none yet. */
export async function lastCheckpointLine(): Promise<string | null> {
  const file = await open(/*turbopackIgnore: true*/ checkpointFile(), "r").catch(
    (error: unknown) => {
      if ((error as { code?: string }).code === "ENOENT") return null;
      throw error;
    },
  );
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8").trimEnd().split("\n").at(-1) || null;
  } finally {
    await file.close();
  }
}

/** Appends one line and waits until the disk has it. */
export async function appendCheckpointLine(line: string): Promise<void> {
  const name = checkpointFile();
  await mkdir(path.dirname(name), { recursive: true });
  const file = await open(/*turbopackIgnore: true*/ name, "a", 0o600);
  try {
    await file.write(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
