import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { switchToEmptyDatabase } from "@/lib/testing/database";
import { muster, operatorFolder, setUpOperator } from "./testing/operator";

setUpOperator();

beforeAll(async () => {
  const args = ["setup", "--email", "ada@muster.example", "--name", "Ada"];
  await muster(args, "correct-horse-battery-42\n");
});

const oneSentence = (text: string): void => {
  expect(text).toMatch(/^muster: [^\n]+\n$/);
  expect(text).not.toMatch(/E[A-Z]{4,}|at .*\.ts/);
};

describe("a backup", () => {
  test("says in a sentence why its file cannot be written, and leaves nothing half made", async () => {
    const folder = await mkdtemp(path.join(operatorFolder(), "backups-"));
    const nowhere = await muster(["backup", path.join(folder, "not-here", "today.backup")]);
    expect(nowhere).toMatchObject({ code: 64, out: "" });
    oneSentence(nowhere.err);
    expect(nowhere.err).toContain("No backup was made");
    const taken = path.join(folder, "taken");
    await mkdir(taken);
    const refused = await muster(["backup", taken]);
    expect(refused).toMatchObject({ code: 65, out: "" });
    oneSentence(refused.err);
    expect(await readdir(folder)).toEqual(["taken"]);
  });

  test("replaces an older backup, and no other file", async () => {
    const file = path.join(operatorFolder(), "latest.backup");
    for (const _night of [1, 2]) expect((await muster(["backup", file])).code).toBe(0);
    const keys = path.join(operatorFolder(), "keys.json");
    const before = await readFile(keys, "utf8");
    const refused = await muster(["backup", "keys.json"]);
    expect(refused.code).toBe(65);
    expect(refused.err).toContain(`${keys} is there already and is no Muster backup`);
    expect(await readFile(keys, "utf8")).toBe(before);
  });
});

describe("a restore that cannot succeed", () => {
  test("begins no installation for a file that is not there or is no backup", async () => {
    const folder = await mkdtemp(path.join(operatorFolder(), "new-"));
    const there = { MUSTER_DATA_DIR: path.join(folder, "data"), DATABASE_URL: "" };
    const other = path.join(folder, "other.json");
    await writeFile(other, "{}");
    for (const file of [path.join(folder, "mistyped.backup"), folder, other]) {
      const outcome = await muster(["restore", file], "", there);
      expect(outcome).toMatchObject({ code: 64, out: "" });
      oneSentence(outcome.err);
      expect(outcome.err).toContain(file);
      expect(outcome.err).toContain("Nothing was changed");
    }
    expect(await readdir(folder)).toEqual(["other.json"]);
  });

  test("asks for the key file of the installation before it makes anything", async () => {
    const file = path.join(operatorFolder(), "kept.backup");
    expect((await muster(["backup", file])).code).toBe(0);
    const folder = await mkdtemp(path.join(operatorFolder(), "new-"));
    const there = { MUSTER_DATA_DIR: path.join(folder, "data"), DATABASE_URL: "" };
    const outcome = await muster(["restore", file], "", there);
    expect(outcome).toMatchObject({ code: 64, out: "" });
    oneSentence(outcome.err);
    expect(outcome.err).toContain(`no key file at ${path.join(folder, "data", "keys.json")}`);
    expect(await readdir(folder)).toEqual([]);
  });

  test("takes no backup under the keys of another installation", async () => {
    const file = path.join(operatorFolder(), "foreign.backup");
    expect((await muster(["backup", file])).code).toBe(0);
    const folder = await mkdtemp(path.join(operatorFolder(), "other-"));
    await switchToEmptyDatabase();
    const args = ["setup", "--email", "eve@muster.example", "--name", "Eve"];
    await muster(args, "correct-horse-battery-43\n", { MUSTER_DATA_DIR: folder });
    await switchToEmptyDatabase();
    const refused = await muster(["restore", file], "", { MUSTER_DATA_DIR: folder });
    expect(refused.code).toBe(69);
    expect(refused.err).toMatch(/audit log .* is sealed with audit-/);
    expect(await db().person.count()).toBe(0);
    expect((await muster(["restore", file])).code).toBe(0);
    expect((await muster(["audit", "verify"])).code).toBe(0);
  });
});
