import { spawn } from "node:child_process";
import path from "node:path";

/** Runs a script of this folder in a process of its own and returns the JSON line that it printed last. */
export async function inOwnProcess<Result>(script: string, ...args: string[]): Promise<Result> {
  const node = ["--import", "tsx", "--conditions=react-server", path.resolve("bench", script)];
  const child = spawn(process.execPath, [...node, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}: ${said}`);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "") as Result;
}
