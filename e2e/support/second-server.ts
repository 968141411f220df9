import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { databaseUrl } from "./database";
import { instance } from "./instance";
import { unusedPort } from "./unused-port";

export interface SecondServer {
  baseUrl: string;
  /** What it has written so far. */
  said(): string;
  stop(): Promise<void>;
}

/** A copy of the build (hard links) whose manifest names no proxy: Next then runs none. */
function buildWithoutProxy(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), "muster-bare-"));
  execFileSync("cp", ["-al", ".next", path.join(directory, ".next")]);
  const file = path.join(directory, ".next/server/functions-config-manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { functions: Record<string, unknown> };
  if (!manifest.functions["/_middleware"])
    throw new Error("The build names no proxy to leave out.");
  delete manifest.functions["/_middleware"];
  rmSync(file);
  writeFileSync(file, JSON.stringify(manifest));
  for (const name of [
    "node_modules",
    "public",
    "package.json",
    "next.config.ts",
    "tsconfig.json",
  ]) {
    symlinkSync(path.resolve(name), path.join(directory, name));
  }
  return directory;
}

async function untilItAnswers(
  baseUrl: string,
  child: ChildProcess,
  said: () => string,
  health: number,
): Promise<void> {
  for (let attempt = 0; attempt < 900 && child.exitCode === null; attempt += 1) {
    const answered = await fetch(`${baseUrl}/api/health`).then(
      (answer) => answer.status === health,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`The second server did not answer (exit code ${child.exitCode}). ${said()}`);
}

interface SecondServerOptions {
  withoutProxy?: boolean;
  env?: Record<string, string>;
  /** What its health door answers once it is up. */
  health?: number;
}

/** The same build on the same database in a further process, with or without proxy.ts. */
export async function startSecondServer(options: SecondServerOptions = {}): Promise<SecondServer> {
  const directory = options.withoutProxy ? buildWithoutProxy() : process.cwd();
  const port = await unusedPort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const next = path.resolve("node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", String(port)], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl(),
      MUSTER_DATA_DIR: instance().dataDir,
      MUSTER_BASE_URL: baseUrl,
      MUSTER_LOG_LEVEL: "error",
      ...options.env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-60_000)));
  const said = (): string => output;
  await untilItAnswers(baseUrl, child, said, options.health ?? 200);
  return {
    baseUrl,
    said,
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      if (options.withoutProxy) rmSync(directory, { recursive: true, force: true });
    },
  };
}
