import { spawn } from "node:child_process";
import path from "node:path";
import { workerArguments } from "@/scripts/worker-arguments";

/** Runs a script of this folder in a process like a worker's and returns the JSON line that it printed last. */
export async function inOwnProcess<Result>(script: string, ...args: string[]): Promise<Result> {
  const node = [...workerArguments.slice(0, -1), path.resolve("bench", script)];
  const child = spawn(process.execPath, [...node, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}: ${said}`);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "") as Result;
}
