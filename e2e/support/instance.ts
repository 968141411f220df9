import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** What the running instance told at its start; shared with the test processes by a file. */
export interface Instance {
  baseUrl: string;
  setupUrl: string;
  dataDir: string;
  launcherPid: number;
  adminState: string;
}

const file = path.join(os.tmpdir(), `muster-e2e-${process.getuid?.() ?? 0}.json`);

export const saveInstance = (instance: Instance): void =>
  writeFileSync(file, JSON.stringify(instance), { mode: 0o600 });
export const instance = (): Instance => JSON.parse(readFileSync(file, "utf8")) as Instance;

export const administrator = {
  name: "Ada Admin",
  email: "ada@muster.example",
  password: "correct-horse-battery-42",
};
