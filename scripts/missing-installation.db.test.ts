import { mkdtemp, readdir } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { describe, expect, inject, test } from "vitest";
import { muster, operatorFolder, setUpOperator } from "./testing/operator";

setUpOperator();

test("a wrong setting of the environment is one sentence that names it", async () => {
  const wrong = {
    PORT: "abc",
    MUSTER_LOG_LEVEL: "loud",
    MUSTER_BASE_URL: "muster",
    DATABASE_URL: "x",
  };
  for (const [name, value] of Object.entries(wrong)) {
    const { code, out, err } = await muster(["source", "list"], "", { [name]: value });
    expect([name, code, out]).toEqual([name, 64, ""]);
    expect(err).toMatch(
      new RegExp(`^muster: The environment variable ${name} is not usable: it must [^\\n]+\\n$`),
    );
  }
});

describe("a command that needs an installation, where there is none", () => {
  test("names the folder and creates nothing", async () => {
    const parent = await mkdtemp(path.join(operatorFolder(), "typo-"));
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
