import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { useDatabase } from "@/lib/testing/database";

interface Outcome {
  code: number;
  out: string;
  err: string;
}

let folder = "";
/** Where the commands run: a folder that is not Muster's own. */
export const operatorFolder = (): string => folder;

/** A database and a folder of its own for the test file that calls this at its top. */
export function setUpOperator(): void {
  useDatabase();
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "muster-operator-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
}

/** Runs `npx muster …` as an operator would. */
export function muster(
  args: string[],
  input = "",
  settings: Record<string, string> = {},
): Promise<Outcome> {
  const { MUSTER_KEYS: _ring, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.resolve("scripts/muster.mjs"), ...args], {
    cwd: folder,
    env: {
      ...inherited,
      MUSTER_DATA_DIR: folder,
      MUSTER_ALLOW_PRIVATE_HOSTS: "127.0.0.1",
      MUSTER_LOG_LEVEL: "silent",
      ...settings,
    },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.on("close", (code) => resolve({ code: code ?? 1, out, err })),
  );
}

interface Typed {
  code: number;
  shown: string;
}

/** The same at a terminal: answers a prompt when it is there, and gives back all that was shown. */
export function atTerminal(
  args: string[],
  typed: [prompt: string, keys: string][],
): Promise<Typed> {
  const { MUSTER_KEYS: _ring, ...inherited } = process.env;
  const words = [process.execPath, path.resolve("scripts/muster.mjs"), ...args];
  const command = words.map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: folder,
    env: { ...inherited, MUSTER_DATA_DIR: folder, MUSTER_LOG_LEVEL: "silent" },
  });
  const left = [...typed];
  let shown = "";
  let from = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    const [prompt, keys] = left[0] ?? [];
    const at = prompt === undefined ? -1 : shown.indexOf(prompt, from);
    if (prompt === undefined || keys === undefined || at < 0) return;
    left.shift();
    from = at + prompt.length;
    child.stdin.write(keys);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code: code ?? 1, shown })));
}
