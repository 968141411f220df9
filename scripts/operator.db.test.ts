import { spawnSync } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { describe, expect, inject, test } from "vitest";
import { tokenScopes } from "@/lib/domain/people/permissions";
import { switchToEmptyDatabase } from "@/lib/testing/database";
import { atTerminal, muster, operatorFolder, setUpOperator } from "./testing/operator";

setUpOperator();

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
    const file = path.join(operatorFolder(), "source.json");
    await writeFile(file, JSON.stringify(sourceFile()));
    const added = await muster(["source", "add", "source.json", "--no-sync"]);
    expect(added).toMatchObject({ code: 0, err: "" });
    const before = await muster(["source", "list"]);
    expect(before.out).toBe("Warehouse (postgresql): 0 identities; Not read yet (5 streams)\n");
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

  test("sees the signs in a name that would steer the terminal as escapes", async () => {
    const client = new Client({ connectionString: inject("adminUrl") });
    await client.connect();
    const role = `ship_${process.pid}\u001b[2J\u202e`;
    await client.query(`CREATE ROLE ${client.escapeIdentifier(role)} LOGIN`);
    try {
      await muster(["source", "sync", "Warehouse", "--wait"]);
      const listed = await muster(["identities", "list", "--query", `ship_${process.pid}`]);
      expect(listed.out).toContain(`ship_${process.pid}\\u001b[2J\\u202e`);
      for (const sign of ["\u001b", "\u202e"]) expect(listed.out).not.toContain(sign);
    } finally {
      await client.query(`DROP ROLE ${client.escapeIdentifier(role)}`);
      await client.end();
    }
  });

  test("is told what to do when the file is not a source, or the source does not exist", async () => {
    const notJson = await muster(["source", "add", "-"], "{ not json");
    expect(notJson.code).toBe(64);
    expect(notJson.err).toBe("muster: Standard input: it is not JSON. Nothing was changed.\n");
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
    const before = await readFile(path.join(operatorFolder(), "keys.json"), "utf8");
    const rotated = await muster(["keys", "rotate"]);
    expect(rotated.code).toBe(0);
    expect(rotated.out).toContain("Sealed anew: ");
    const keys = path.join(operatorFolder(), "keys.json");
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
