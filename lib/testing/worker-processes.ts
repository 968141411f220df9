import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "../infra/db";

/** mulberry32: the same seed, the same kills. */
export function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const children = new Set<ChildProcess>();

/** A real worker process with the stand-in connector, ready to work. */
export async function startWorkerProcess(leaseMs: number): Promise<ChildProcess> {
  const script = new URL("worker-with-fake.ts", import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", script, String(leaseMs)],
    { env: { ...process.env, MUSTER_LOG_LEVEL: "info" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  children.add(child);
  const log: string[] = [];
  child.stderr?.on("data", (chunk) => log.push(String(chunk)));
  child.stdout?.on("data", (chunk) => log.push(String(chunk)));
  const isReady = (): boolean => log.some((line) => line.includes("worker ready"));
  for (let waited = 0; !isReady(); waited += 20) {
    if (child.exitCode !== null || waited > 60_000) throw new Error(`no worker: ${log.join("")}`);
    await sleep(20);
  }
  return child;
}

/** Ends a worker; returns how long it took. */
export async function endWorker(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const started = performance.now();
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
  children.delete(child);
  return performance.now() - started;
}

/** Kills what a failed test left behind. */
export function killWorkers(): void {
  for (const child of children) child.kill("SIGKILL");
}

/** Waits until the condition holds; says what it was when it never did. */
export async function until(
  what: string,
  ms: number,
  holds: () => Promise<boolean>,
): Promise<void> {
  for (const deadline = Date.now() + ms; !(await holds()); await sleep(100)) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}`);
  }
}

/** The state of a run, as soon as it has ended or the time is up. */
export async function untilTerminal(runId: string, ms: number): Promise<string> {
  for (const deadline = Date.now() + ms; ; await sleep(100)) {
    const [run] = await sql<{ state: string }>("SELECT state FROM sync_run WHERE id = $1", [runId]);
    const state = run?.state ?? "gone";
    if (!["queued", "running"].includes(state) || Date.now() > deadline) return state;
  }
}
