import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { tokenScopes } from "@/lib/domain/people/permissions";
import { switchToEmptyDatabase, useDatabase } from "@/lib/testing/database";

useDatabase();

interface Outcome {
  code: number;
  out: string;
  err: string;
}

let folder = "";

/** Runs `npx muster …` as an operator would, from a folder that is not Muster's own. */
function muster(
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
function atTerminal(args: string[], typed: [prompt: string, keys: string][]): Promise<Typed> {
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
const hasTerminal = spawnSync("script", ["--version"]).status === 0;

const sourceFile = (): unknown => {
  const server = new URL(inject("adminUrl"));
  return {
    connectorId: "postgresql",
    name: "Warehouse",
    config: {
      host: server.hostname,
      port: Number(server.port),
      database: "postgres",
      user: server.username,
      password: server.password,
      tls: "disable",
    },
  };
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "muster-operator-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("an operator without a browser", () => {
  test("sees every command in the help", async () => {
    const help = await muster(["--help"]);
    expect(help.code).toBe(0);
    for (const name of ["setup", "token", "source", "identities", "keys", "audit", "backup"]) {
      expect(help.out).toContain(name);
    }
  });

  test("gets exit code 64 and a hint for a command that does not exist", async () => {
    const wrong = await muster(["sources"]);
    expect(wrong.code).toBe(64);
    expect(wrong.err).toContain("--help");
  });

  test("cannot create an administrator with a weak password, and nothing is kept of it", async () => {
    const weak = await muster(["setup", "--email", "ada@muster.example", "--name", "Ada"], "short");
    expect(weak.code).toBe(64);
    expect(weak.err + weak.out).not.toContain("short\n");
  });

  test("creates the first administrator once", async () => {
    const args = ["setup", "--email", "ada@muster.example", "--name", "Ada"];
    const first = await muster(args, "correct-horse-battery-42\n");
    expect(first).toMatchObject({ code: 0, err: "" });
    const second = await muster(args, "correct-horse-battery-42\n");
    expect(second.code).not.toBe(0);
    expect(second.err).toMatch(/^muster: /);
  });

  test.skipIf(!hasTerminal)(
    "types a password at a terminal that shows nothing of it, twice and with mistakes mended",
    { timeout: 60_000 },
    async () => {
      const args = ["setup", "--email", "eve@muster.example", "--name", "Eve"];
      const [first, again] = ["Password (at least 12 characters, not shown): ", "The same again: "];
      const [differ, equal] = await Promise.all([
        atTerminal(args, [
          [first, "correct-horse-battery-43\r"],
          [again, "correct-horse-battery-44\r"],
        ]),
        atTerminal(args, [
          [first, "correct-horsex\u007f-battery-43\r"],
          [again, "correct-horse-battery-43\r"],
        ]),
      ]);
      expect(differ.shown).toContain("The two passwords differ. Nothing was changed.");
      expect(differ.code).toBe(64);
      // Both were taken as one, so that only the administrator who is there already is in the way.
      expect(equal.shown).not.toContain("differ");
      expect(equal.shown).toMatch(/muster: \S/);
      for (const { shown } of [differ, equal]) expect(shown).not.toMatch(/horse|battery|\*/);
    },
  );

  test("creates a token that is printed once, alone on its line", async () => {
    const made = await muster(["token", "create", "--email", "ada@muster.example", "--name", "ci"]);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^muster_pat_[\w-]+\n$/);
    const nobody = await muster(["token", "create", "--email", "no@muster.example", "--name", "x"]);
    expect(nobody.code).toBe(65);
  });

  test("connects a source from a file, syncs it and lists what it holds", async () => {
    const file = path.join(folder, "source.json");
    await writeFile(file, JSON.stringify(sourceFile()));
    const added = await muster(["source", "add", "source.json", "--no-sync"]);
    expect(added).toMatchObject({ code: 0, err: "" });
    const synced = await muster(["source", "sync", "Warehouse", "--wait"]);
    expect(synced.out).toMatch(/^succeeded: \d+ records/);
    expect(synced.code).toBe(0);
    const listed = await muster(["identities", "list", "--json", "--limit", "200"]);
    const page = JSON.parse(listed.out) as { items: { name: string; risk: { score: number } }[] };
    const admin = page.items.find((row) => row.name === new URL(inject("adminUrl")).username);
    expect(admin?.risk.score).toBeGreaterThan(0);
    const filtered = await muster(["identities", "list", "--query", "kind:nonsense"]);
    expect(filtered.code).toBe(64);
    expect(filtered.err).toMatch(/kind/);
  });

  test("lists to the end a page at a time, and goes on from where a list ended", async () => {
    const list = (...options: string[]) =>
      muster(["identities", "list", "--limit", "1", ...options]);
    const [all, first] = await Promise.all([list("--json", "--all"), list()]);
    const whole = JSON.parse(all.out) as { items: { name: string }[] };
    expect(whole.items.length).toBeGreaterThan(1);
    expect(whole).toMatchObject({ complete: true, nextCursor: null });
    const [, cursor = ""] = /There are more: --all, or --cursor (\S+)/.exec(first.err) ?? [];
    const rest = await list("--all", "--cursor", cursor);
    const lines = (first.out + rest.out).trimEnd().split("\n");
    expect(lines.map((line) => line.slice(37))).toEqual(whole.items.map(({ name }) => name));
  });

  test("is told what to do when the file is not a source, or the source does not exist", async () => {
    const notJson = await muster(["source", "add", "-"], "{ not json");
    expect(notJson.code).toBe(64);
    expect(notJson.err).toContain("Nothing was changed");
    const unknown = await muster(["source", "sync", "Elsewhere"]);
    expect(unknown.code).toBe(65);
    expect(unknown.err).toContain("Warehouse");
  });

  test("verifies a source again, and exits with 1 when its connection does not work", async () => {
    const works = await muster(["source", "verify", "Warehouse"]);
    expect(works).toMatchObject({ code: 0, err: "" });
    const { username, password } = new URL(inject("adminUrl"));
    expect(works.out).toContain(`Signed in as ${username}, reading `);
    const broken = JSON.stringify({
      ...(sourceFile() as object),
      name: "Broken",
      config: {
        ...(sourceFile() as { config: object }).config,
        user: "nobody-of-that-name",
        password: "guessed wrongly",
      },
    });
    expect((await muster(["source", "add", "-", "--no-sync"], broken)).code).toBe(0);
    const refused = await muster(["source", "verify", "Broken", "--json"]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ ok: false, code: "unauthorized" });
    expect(refused.out + works.out).not.toContain(password);
  });

  test("gives a source a working credential from standard input, and is told why one is refused", async () => {
    const { username, password } = new URL(inject("adminUrl"));
    const wrong = JSON.stringify({ config: { password: "guessed again" } });
    const refused = await muster(["source", "change", "Broken", "--json", "-"], wrong);
    expect(refused.code).toBe(64);
    expect(refused.err).toMatch(/does not work with this.*Nothing was changed\.\n$/);
    expect(refused.err + refused.out).not.toContain("guessed again");
    const right = JSON.stringify({ name: "Mended", config: { user: username, password } });
    const changed = await muster(["source", "change", "Broken", "--json", "-"], right);
    expect(changed).toMatchObject({ code: 0, err: "" });
    expect(changed.out).toMatch(/^Changed: name, user, password\nSigned in as /);
    expect(changed.out).not.toContain(password);
    expect((await muster(["source", "verify", "Mended"])).code).toBe(0);
    const nothing = await muster(["source", "change", "Mended", "--json", "-"], "{}");
    expect(nothing.code).toBe(64);
    expect((await muster(["source", "change", "Mended"])).code).toBe(64);
    expect((await muster(["source", "change", "Elsewhere", "--json", "-"], right)).code).toBe(65);
  });

  test("is told in the help what a source can be asked and which scopes a token may have", async () => {
    const source = await muster(["source", "--help"]);
    expect(source.code).toBe(0);
    for (const name of ["add", "change", "sync", "verify"]) expect(source.out).toContain(name);
    expect((await muster(["source", "change", "--help"])).out).toContain("--json <file>");
    const token = (await muster(["token", "create", "--help"])).out.replaceAll(/\s+/g, " ");
    for (const scope of Object.keys(tokenScopes)) expect(token).toContain(scope);
  });

  test("rotates keys, and the audit log still verifies", async () => {
    const before = await readFile(path.join(folder, "keys.json"), "utf8");
    const rotated = await muster(["keys", "rotate"]);
    expect(rotated.code).toBe(0);
    expect(rotated.out).toContain("Sealed anew: ");
    const keys = path.join(folder, "keys.json");
    expect(await readFile(keys, "utf8")).not.toBe(before);
    expect((await stat(keys)).mode & 0o777).toBe(0o600);
    const verified = await muster(["audit", "verify", "--json"]);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ intact: true });
  });

  test("restores a backup into an empty database, and only there", async () => {
    const made = await muster(["backup", "today.backup"]);
    expect(made).toMatchObject({ code: 0, err: "" });
    const refused = await muster(["restore", "today.backup"]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toMatch(/empty/i);
    const before = await muster(["identities", "list", "--json"]);
    await switchToEmptyDatabase();
    const restored = await muster(["restore", "today.backup"]);
    expect(restored).toMatchObject({ code: 0, err: "" });
    const after = await muster(["identities", "list", "--json"]);
    expect(JSON.parse(after.out)).toEqual(JSON.parse(before.out));
    expect((await muster(["audit", "verify"])).code).toBe(0);
  });

  test("gets exit code 69 and the reason when the database cannot be reached", async () => {
    const kept = process.env.DATABASE_URL;
    process.env.DATABASE_URL = "postgresql://muster@127.0.0.1:9/muster";
    const unreachable = await muster(["identities", "list"]);
    process.env.DATABASE_URL = kept;
    expect(unreachable.code).toBe(69);
    expect(unreachable.err).toContain("Check DATABASE_URL");
  });
});

describe("a command that needs an installation, where there is none", () => {
  test("names the folder and creates nothing", async () => {
    const parent = await mkdtemp(path.join(folder, "typo-"));
    const directory = path.join(parent, "not-here");
    const embedded = { MUSTER_DATA_DIR: directory, DATABASE_URL: "" };
    const outcomes = await Promise.all([
      muster(["audit", "verify"], "", embedded),
      muster(["identities", "list"], "", embedded),
      muster(["backup", path.join(parent, "never.backup")], "", embedded),
      muster(["source", "sync", "Warehouse"], "", embedded),
      muster(["audit", "verify"], "", { MUSTER_DATA_DIR: directory }),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ code: 64, out: "" });
      expect(outcome.err.trim().split("\n")).toHaveLength(1);
      expect(outcome.err).toContain(`no installation of Muster in ${directory} `);
      expect(outcome.err).toContain("MUSTER_DATA_DIR");
    }
    expect(await readdir(parent)).toEqual([]);
  });

  test("leaves an empty database empty, and names it without its password", async () => {
    const admin = new Client({ connectionString: inject("adminUrl") });
    await admin.connect();
    const name = `empty_${process.pid}`;
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(inject("adminUrl"));
    url.pathname = `/${name}`;
    const empty = new Client({ connectionString: url.href });
    await empty.connect();
    try {
      const outcome = await muster(["audit", "verify"], "", {
        DATABASE_URL: url.href,
        MUSTER_KEYS: process.env.MUSTER_KEYS ?? "",
      });
      expect(outcome).toMatchObject({ code: 64, out: "" });
      expect(outcome.err).toContain(`${url.host}/${name} holds no installation of Muster`);
      expect(outcome.err).not.toContain(url.password);
      const { rows } = await empty.query("SELECT 1 FROM pg_class WHERE relnamespace = 2200");
      expect(rows).toEqual([]);
    } finally {
      await empty.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    }
  });
});
