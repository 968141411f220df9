import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { newKey } from "@/lib/infra/keys";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "@/lib/use-cases/context";
import { createSetupLink } from "@/lib/use-cases/people/create-setup-link";

useDatabase();

let folder = "";

/** What a start that cannot succeed prints, and its exit code. Nothing of it may stay running. */
function launch(
  settings: Record<string, string>,
  heard: (line: string) => void = () => undefined,
): Promise<{ code: number; lines: string[] }> {
  const { MUSTER_KEYS: _ring, ...inherited } = process.env;
  const args = ["--import", "tsx", "--conditions=react-server", "scripts/launch.ts"];
  const child = spawn(process.execPath, args, {
    env: { ...inherited, MUSTER_DATA_DIR: folder, PORT: "0", ...settings },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    heard(chunk.toString());
  });
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) =>
    child.on("close", (code) =>
      resolve({ code: code ?? 1, lines: output.trim().split("\n").filter(Boolean) }),
    ),
  );
}

async function freePort(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === "object" && address ? address.port : 0);
}

const last = (outcome: { lines: string[] }): string => outcome.lines.at(-1) ?? "";

/** A small disk of memory; only root may make one. */
function mountSmallDisk(at: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", at], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-launch-"));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("a start that cannot succeed says in one line what to do", () => {
  test("when the port is in use", async () => {
    const holder = net.createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const outcome = await launch({ PORT: String(port) });
    await new Promise((resolve) => holder.close(resolve));
    expect(outcome.code).toBe(1);
    expect(outcome.lines).toHaveLength(1);
    expect(last(outcome)).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(last(outcome)).toContain("npm start");
  });

  test("when another program takes the port between the look and the start", async () => {
    const port = await freePort();
    // Says nothing to whoever connects: not even the first request may wait for it for ever.
    const intruder = net.createServer(
      (socket) => void socket.resume().on("error", () => undefined),
    );
    const outcome = await launch({ PORT: port }, (line) => {
      if (line.includes("Starting web and worker")) intruder.listen(Number(port), "127.0.0.1");
    });
    await new Promise((resolve) => intruder.close(resolve));
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(outcome.lines.join("\n")).not.toMatch(/Starting it again|Muster is ready/);
  });

  test("when a variable cannot be used, naming it", async () => {
    const outcome = await launch({ PORT: "many" });
    expect(outcome.code).toBe(1);
    expect(outcome.lines).toHaveLength(1);
    expect(last(outcome)).toContain("The environment variable PORT is not usable");
  });

  test("when the database does not answer, without its password", async () => {
    const outcome = await launch({
      PORT: await freePort(),
      DATABASE_URL: "postgresql://muster:do-not-print@127.0.0.1:9/muster",
    });
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain("127.0.0.1:9/muster cannot be reached");
    expect(last(outcome)).toContain("Check DATABASE_URL");
    expect(outcome.lines.join("\n")).not.toContain("do-not-print");
  });

  test("when DATABASE_URL is no address", async () => {
    const outcome = await launch({ PORT: await freePort(), DATABASE_URL: "localhost" });
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain("DATABASE_URL");
    expect(last(outcome)).not.toContain("Invalid URL");
  });

  test("when the key file is damaged, and leaves it as it is", async () => {
    const keys = path.join(folder, "damaged.json");
    await writeFile(keys, "{", { mode: 0o600 });
    const outcome = await launch({ PORT: await freePort(), MUSTER_KEYS_FILE: keys });
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain(`The keys at ${keys} cannot be used`);
  });

  test("when the key file can be read by others", async () => {
    const keys = path.join(folder, "open.json");
    await writeFile(keys, "{}", { mode: 0o644 });
    const outcome = await launch({ PORT: await freePort(), MUSTER_KEYS_FILE: keys });
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain(`chmod 600 ${keys}`);
  });

  test("when the key file of this database is not there or is another one's, and seals nothing", async () => {
    await createSetupLink(systemContext("launcher"), {});
    const entries = await db().auditEvent.count();
    const start = async (keys: string) =>
      launch({ PORT: await freePort(), MUSTER_KEYS_FILE: keys });
    const missing = path.join(folder, "mistyped.json");
    const lost = await start(missing);
    expect(lost.code).toBe(1);
    expect(last(lost)).toContain(`There is no key file at ${missing}`);
    expect(await readdir(folder)).not.toContain("mistyped.json");
    const now = new Date();
    const keys = (["seal", "audit", "session", "token", "evidence"] as const).map((purpose) =>
      newKey(purpose, now),
    );
    const foreign = path.join(folder, "foreign.json");
    await writeFile(foreign, JSON.stringify({ version: 1, keys }), { mode: 0o600 });
    const refused = await start(foreign);
    expect(refused.code).toBe(1);
    expect(last(refused)).toMatch(/audit log of this database is sealed with audit-.*nothing was/);
    expect(await db().auditEvent.count()).toBe(entries);
  });

  test("when the data folder is a file", async () => {
    const file = path.join(folder, "a-file");
    await writeFile(file, "");
    const outcome = await launch({ PORT: await freePort(), MUSTER_DATA_DIR: file });
    expect(outcome.code).toBe(1);
    expect(last(outcome)).toContain(`${file} cannot be used as the data folder`);
    expect(last(outcome)).toContain("MUSTER_DATA_DIR");
  });

  test("when the disk is nearly full, before anything is written", async (context) => {
    const disk = path.join(folder, "disk");
    await mkdir(disk);
    if (!mountSmallDisk(disk)) return context.skip("only root may mount a small disk");
    try {
      const outcome = await launch({ PORT: await freePort(), MUSTER_DATA_DIR: disk });
      expect(outcome.code).toBe(1);
      expect(last(outcome)).toContain("Free some space and start again");
      expect(await readdir(disk)).toEqual([]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
