import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
import path from "node:path";
import { logFile } from "./instance";

export interface Launched {
  pid: number;
  /** The one-time link, where nobody has set the installation up yet. */
  setupUrl: string | null;
  /** All that it has said. */
  said(): string;
  /** Ends it and tells what is left of it. */
  end(how: NodeJS.Signals): Promise<Ended>;
}

export interface Ended {
  code: number | null;
  /** The database's own note that it runs. */
  postmasterIsLeft: boolean;
  /** Processes that outlived the launcher. */
  survivors: string[];
}

function descendantsOf(pid: number): number[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const pairs = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}

/** Those that still run; one that ended and was not yet taken note of by its parent does not. */
function running(pids: readonly number[]): string[] {
  const table = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" });
  return table.split("\n").filter((line) => {
    const [pid, state = "Z"] = line.trim().split(/\s+/);
    return pids.includes(Number(pid)) && !state.startsWith("Z");
  });
}

/** What is left of them when even those have ended that only notice that their parent is gone. */
async function survivorsOf(pids: readonly number[]): Promise<string[]> {
  for (let attempt = 0; attempt < 50 && running(pids).length > 0; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return running(pids);
}

const untilReady = (child: ChildProcess, said: () => string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on("data", () => {
      if (said().includes("Press Ctrl-C to end it")) resolve();
    });
    child.once("exit", () => reject(new Error(`Muster did not start:\n${said()}`)));
  });

/** Muster as `npm start` runs it, on a data folder and a port of its own. */
export async function launchMuster(how: {
  dataDir: string;
  port: number;
  script?: "scripts/launch.ts" | "scripts/start.mjs";
  env?: Record<string, string>;
}): Promise<Launched> {
  const { dataDir, port, script = "scripts/launch.ts", env } = how;
  const node = path.resolve("node_modules/node/bin/node");
  const typescript = script.endsWith(".ts") ? ["--import", "tsx", "--conditions=react-server"] : [];
  const child = spawn(existsSync(node) ? node : process.execPath, [...typescript, script], {
    stdio: ["ignore", "pipe", "pipe"],
    // As a terminal does it: one group, which Ctrl-C reaches as a whole.
    detached: true,
    env: {
      ...process.env,
      DATABASE_URL: "",
      MUSTER_DATA_DIR: dataDir,
      MUSTER_BASE_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      HOST: "127.0.0.1",
      ...env,
    },
  });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      // Kept to the end: the last test looks for secrets in it.
      appendFileSync(logFile(dataDir), chunk);
    });
  }
  const said = (): string => output;
  await untilReady(child, said);
  const pid = child.pid ?? 0;
  return {
    pid,
    setupUrl: /one-time link\): (\S+)/.exec(output)?.[1] ?? null,
    said,
    end: async (signal) => {
      const parts = descendantsOf(pid);
      if (signal === "SIGINT") process.kill(-pid, signal);
      else child.kill(signal);
      const code = await closed;
      const postmasterIsLeft = existsSync(path.join(dataDir, "postgres/postmaster.pid"));
      return { code, postmasterIsLeft, survivors: await survivorsOf(parts) };
    },
  };
}
