import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import matrix from "../../app/_http/access-matrix.json" with { type: "json" };
import { actorNamed, getJson, signIn } from "../support/actors";
import { databaseUrl, query } from "../support/database";
import { inParallel, send } from "../support/http";
import { administrator, instance, logFile } from "../support/instance";
import { seededSecrets } from "../support/seeded-secrets";

/** The inner part of the base64 of the text at each of its three alignments. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString("base64");
    const inner = coded.slice(shift === 0 ? 0 : 4, -4);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

interface Form {
  secret: string;
  text: string;
}

function formsOf(secrets: Record<string, string>): Form[] {
  return Object.entries(secrets).flatMap(([secret, value]) =>
    [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString("hex"),
      Array.from(value).toReversed().join(""),
      ...base64Forms(value),
    ]
      .filter((text, index, all) => text.length > 9 && all.indexOf(text) === index)
      .map((text) => ({ secret, text })),
  );
}

let forms: Form[] = [];
const found: string[] = [];
const sizes: Record<string, number> = {};

/** Where what is shown once, to the one who asked, may stand. */
const allowed = new Set(["log: set-up link"]);

function search(place: string, text: string): void {
  const kind = place.split(":")[0] ?? place;
  sizes[kind] = (sizes[kind] ?? 0) + text.length;
  for (const form of forms) {
    if (!text.includes(form.text) || allowed.has(`${kind}: ${form.secret}`)) continue;
    found.push(`${form.secret} in ${place}`);
  }
}

test.beforeAll(() => {
  // Nothing was seeded when only some other project ran.
  test.skip(!existsSync(path.join(instance().dataDir, "seeded-secrets.json")), "nothing seeded");
  forms = formsOf(seededSecrets());
});

test("no secret stands in any table", async () => {
  const tables = await query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    search(`database: ${name}`, rows.map(({ row }) => row).join("\n"));
  }
  const settings = await query<{ text: string }>(
    "SELECT string_agg(query, E'\\n') AS text FROM pg_stat_activity",
  );
  search("database: statements under way", settings[0]?.text ?? "");
  expect(found).toEqual([]);
  expect(sizes.database).toBeGreaterThan(1_000_000);
});

test("no secret stands in what the launcher, the web process and the worker said", () => {
  search("log: launcher", readFileSync(logFile(instance().dataDir), "utf8"));
  expect(found).toEqual([]);
  expect(sizes.log).toBeGreaterThan(100);
});

test("no secret stands in any page, data request, answer of the API, export or metric", async () => {
  const { baseUrl } = instance();
  const admin = await signIn(administrator.email, administrator.password);
  const { items } = await getJson<{ items: { id: string }[] }>(admin, "/api/v1/sources");
  const identities = await getJson<{ items: { id: string }[] }>(
    admin,
    `/api/v1/identities?limit=20&q=${encodeURIComponent('source:"Holds a secret (github)"')}`,
  );
  const paths = Object.keys(matrix).flatMap((door) => {
    const [first = "", address = ""] = door.split(" ");
    if (first !== "page" && first !== "GET") return [];
    if (address.includes("[sourceId]")) {
      return items.map(({ id }) => address.replace("[sourceId]", id));
    }
    if (address.includes("[identityId]")) {
      return identities.items.slice(0, 3).map(({ id }) => address.replace("[identityId]", id));
    }
    return [address.replace("[...nextauth]", "session")];
  });
  const more = [
    "/api/v1/identities/export?format=json",
    "/api/v1/audit-events?limit=200",
    "/sources/new?connector=github",
    "/nope",
  ];
  const asked = [admin, actorNamed("The auditor").headers, {}] as Record<string, string>[];
  await inParallel(
    [...paths, ...more].flatMap((one) => asked.map((headers) => ({ one, headers }))),
    async ({ one, headers }) => {
      for (const rsc of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const address = rsc.rsc ? `${one}${one.includes("?") ? "&" : "?"}_rsc=1` : one;
        const answer = await send(baseUrl, address, { headers: { ...headers, ...rsc } });
        const head = Object.entries(answer.headers).filter(([name]) => name !== "set-cookie");
        search(`answer: ${one}`, `${JSON.stringify(head)}\n${answer.text}`);
      }
    },
  );
  expect(found).toEqual([]);
  expect(sizes.answer).toBeGreaterThan(3_000_000);
});

test("no secret stands in the scripts that browsers load, nor in what the machine shows of processes", () => {
  const files = globSync(".next/static/**/*", { withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const { parentPath, name } of files) {
    search(`bundle: ${name}`, readFileSync(path.join(parentPath, name), "utf8"));
  }
  search("process list", execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }));
  expect(found).toEqual([]);
});

test("a backup without the key file holds no secret", () => {
  const { dataDir } = instance();
  const target = path.join(dataDir, "leak-check.backup");
  execFileSync(process.execPath, ["scripts/muster.mjs", "backup", target], {
    env: { ...process.env, MUSTER_DATA_DIR: dataDir, DATABASE_URL: databaseUrl() },
    stdio: "pipe",
  });
  search("backup", gunzipSync(readFileSync(target)).toString("latin1"));
  expect(found).toEqual([]);
  expect(sizes.backup).toBeGreaterThan(1_000_000);
});

test("this look would have seen each secret in each form", () => {
  const secrets = seededSecrets();
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(12);
  for (const [name, value] of Object.entries(secrets)) {
    expect(value.length, name).toBeGreaterThan(15);
    for (const text of [
      `x${value}y`,
      Buffer.from(`ab${value}c`).toString("base64"),
      Buffer.from(`a${value}c`).toString("base64url"),
      Buffer.from(value).toString("hex"),
    ]) {
      expect(
        forms.some((form) => form.secret === name && text.includes(form.text)),
        name,
      ).toBe(true);
    }
  }
});
