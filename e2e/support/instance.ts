import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the running instance told at its start; shared with the test processes by a file. */
export interface Instance {
  baseUrl: string;
  setupUrl: string;
  dataDir: string;
  launcherPid: number;
  adminState: string;
  /** The sign-in provider it knows, which runs only while a test lets it. */
  provider: { port: number; secret: string };
}

const variable = "MUSTER_E2E_INSTANCE";

/** All that the launcher, the web process and the worker said. */
export const logFile = (dataDir: string): string => path.join(dataDir, "launcher.log");

/** Test processes inherit the variable, so two runs on one machine do not meet. */
export function saveInstance(instance: Instance): void {
  const file = path.join(instance.dataDir, "instance.json");
  writeFileSync(file, JSON.stringify(instance), { mode: 0o600 });
  process.env[variable] = file;
}

export function instance(): Instance {
  return JSON.parse(readFileSync(process.env[variable] ?? "", "utf8")) as Instance;
}

export const administrator = {
  name: "Ada Admin",
  email: "ada@muster.example",
  password: "correct-horse-battery-42",
};
