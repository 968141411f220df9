import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { unusedPort } from "../support/unused-port";
import { databaseUrl } from "../support/database";
import { instance } from "../support/instance";

interface KeyFile {
  version: 1;
  keys: { id: string; purpose: string; material: string; createdAt: string }[];
}

/** Starts Muster on this database with another key file, and returns how it ended and what it said. */
async function launchWith(directory: string): Promise<{ code: number | null; said: string }> {
  const args = ["--import", "tsx", "--conditions=react-server", "scripts/launch.ts"];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl(),
      MUSTER_DATA_DIR: directory,
      PORT: String(await unusedPort()),
      HOST: "127.0.0.1",
    },
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}

const keysOf = (directory: string): KeyFile =>
  JSON.parse(readFileSync(path.join(directory, "keys.json"), "utf8")) as KeyFile;

test("without the key that sealed its secrets Muster does not start, and says which keys it has and needs", async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "muster-other-keys-"));
  try {
    const own = keysOf(instance().dataDir);
    const needed = own.keys.find(({ purpose }) => purpose === "seal")?.id ?? "none";
    // A key file of another installation: whole and valid, but not this database's.
    const stranger = {
      ...own,
      keys: own.keys.map((key) => ({ ...key, id: `${key.purpose}-of-another` })),
    };
    writeFileSync(path.join(directory, "keys.json"), JSON.stringify(stranger), { mode: 0o600 });
    const { code, said } = await launchWith(directory);
    expect(code, said).toBe(1);
    expect(said).toContain(needed);
    expect(said).toContain("seal-of-another");
    expect(said).toContain("Restore the key file");
    for (const { material } of own.keys) expect(said).not.toContain(material);
    expect(keysOf(directory)).toEqual(stranger);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("with a key file that cannot be read Muster does not start and makes no new one", async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "muster-bad-keys-"));
  try {
    writeFileSync(path.join(directory, "keys.json"), '{"version":1,"keys":[', { mode: 0o600 });
    const { code, said } = await launchWith(directory);
    expect(code, said).toBe(1);
    expect(said).toContain("Restore the file from your backup");
    expect(readFileSync(path.join(directory, "keys.json"), "utf8")).toBe('{"version":1,"keys":[');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
