import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { actorNamed, signIn } from "../support/actors";
import { databaseUrl, query } from "../support/database";
import { inParallel, send } from "../support/http";
import { administrator, instance, logFile } from "../support/instance";
import { type LateSecrets, seedLateSecrets } from "../support/late-secrets";
import { readingAddresses } from "../support/reading-addresses";
import { digestsOf, type Form, formsOf, foundByHash } from "../support/secret-forms";
import { made, mailFile, seededSecrets } from "../support/seeded-secrets";
import { unusedPort } from "../support/unused-port";

let late: LateSecrets | undefined;
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

test.beforeAll(async () => {
  // Nothing was seeded when only some other project ran.
  test.skip(!existsSync(path.join(instance().dataDir, "seeded-secrets.json")), "nothing seeded");
  late = await seedLateSecrets();
  forms = [...formsOf(seededSecrets()), ...digestsOf(seededSecrets())];
});
test.afterAll(() => late?.close());

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
  const addresses = await readingAddresses(admin);
  const asked = [admin, actorNamed("The auditor").headers, {}] as Record<string, string>[];
  await inParallel(
    addresses.flatMap((one) => asked.map((headers) => ({ one, headers }))),
    async ({ one, headers }) => {
      const isPage = !/^\/(api|scim|metrics)\b/.test(one);
      for (const rsc of (isPage ? [{}, { rsc: "1" }] : [{}]) as Record<string, string>[]) {
        const address = rsc.rsc ? `${one}${one.includes("?") ? "&" : "?"}_rsc=1` : one;
        const answer = await send(baseUrl, address, { headers: { ...headers, ...rsc } });
        const head = Object.entries(answer.headers).filter(([name]) => name !== "set-cookie");
        search(`answer: ${one}`, `${JSON.stringify(head)}\n${answer.text}`);
      }
    },
  );
  expect(found).toEqual([]);
  expect(sizes.answer).toBeGreaterThan(3_000_000);
  expect(addresses).toContain("/metrics");
});

/** A mail as its reader sees it, and as it came. */
const readable = (raw: string): string =>
  `${raw}\n${raw.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))}`;

test("no secret stands in a mail, nor in what rooms and receivers are told", () => {
  const { mail, receiver } = late as LateSecrets;
  expect(mail.mails.length).toBeGreaterThan(0);
  for (const { raw } of mail.mails) search("mail: now", readable(raw));
  if (existsSync(mailFile())) search("mail: before", readable(readFileSync(mailFile(), "utf8")));
  expect(receiver.received.length).toBeGreaterThan(2);
  for (const { path: at, body } of receiver.received) search(`call: ${at}`, body);
  expect(found).toEqual([]);
});

/** What a process said that could not start or stay, and how it ended. */
async function endOf(script: string[], env: Record<string, string>): Promise<string> {
  const { dataDir } = instance();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", ...script],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, MUSTER_DATA_DIR: dataDir, PORT: String(await unusedPort()), ...env },
    },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return `${said}\nended with ${code}`;
}

test("no secret stands in what is said by a process that dies of its settings or its database", async () => {
  const secret = made("dying");
  const dead = `postgresql://muster:${secret}@127.0.0.1:9/muster`;
  const launch = ["scripts/launch.ts"];
  const deaths: [string, string[], Record<string, string>][] = [
    ["database", launch, { DATABASE_URL: dead }],
    ["database of the worker", ["lib/jobs/worker.ts"], { DATABASE_URL: dead }],
    ["database of a command", ["scripts/cli.ts", "audit", "verify"], { DATABASE_URL: dead }],
    ["address of the database", launch, { DATABASE_URL: `mysql://muster:${secret}@127.0.0.1/x` }],
    ["keys", launch, { DATABASE_URL: databaseUrl(), MUSTER_KEYS: `{"keys":["${secret}"` }],
    [
      "mail server",
      launch,
      { DATABASE_URL: databaseUrl(), MUSTER_SMTP_URL: `smtp//m:${secret}@x` },
    ],
    ["level", launch, { DATABASE_URL: databaseUrl(), MUSTER_LOG_LEVEL: secret }],
    ["provider", launch, { DATABASE_URL: databaseUrl(), MUSTER_OIDC_CLIENT_SECRET: secret }],
  ];
  forms.push(...formsOf({ "what it died of": secret }));
  await inParallel(
    deaths,
    async ([what, script, env]) => {
      const said = await endOf(script, env);
      expect(said, what).not.toMatch(/ended with (0|null)$/);
      expect(said.length, what).toBeGreaterThan(40);
      search(`death: ${what}`, said);
    },
    3,
  );
  expect(found).toEqual([]);
});

test("no secret stands in the scripts that browsers load, nor in what the machine shows of processes", () => {
  const files = globSync(".next/static/**/*", { withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const { parentPath, name } of files) {
    search(`bundle: ${name}`, readFileSync(path.join(parentPath, name), "utf8"));
  }
  search("process list", processes());
  expect(found).toEqual([]);
});

const processes = (): string => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });

test("a backup without the key file holds no secret, nor does the list of processes while it is made", async () => {
  const { dataDir } = instance();
  const target = path.join(dataDir, "leak-check.backup");
  const making = spawn(process.execPath, ["scripts/muster.mjs", "backup", target], {
    env: { ...process.env, MUSTER_DATA_DIR: dataDir, DATABASE_URL: databaseUrl() },
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => making.once("close", resolve));
  let looks = 0;
  while (making.exitCode === null) {
    search("process list during a backup", processes());
    looks += 1;
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  expect(await ended).toBe(0);
  expect(looks).toBeGreaterThan(2);
  search("backup", gunzipSync(readFileSync(target)).toString("latin1"));
  expect(found).toEqual([]);
  expect(sizes.backup).toBeGreaterThan(1_000_000);
});

test("no request of the whole run left more than one line in the audit log", async () => {
  const doubled = await query<{ events: string[] }>(
    `SELECT array_agg(event ORDER BY seq) AS events FROM audit_event
     WHERE actor_type <> 'system' AND request_id IS NOT NULL
     GROUP BY request_id HAVING count(*) > 1`,
  );
  // Each case that a leaver's list opens is a change of its own.
  const several = /^(offboarding\.requested,)+leaver\.offboarding-requested$/;
  expect(
    doubled.map(({ events }) => events.join()).filter((events) => !several.test(events)),
  ).toEqual([]);
});

test("this look would have seen each secret in each form", () => {
  const secrets = seededSecrets();
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(12);
  for (const [name, value] of Object.entries(secrets)) {
    expect(value.length, name).toBeGreaterThan(15);
    const digest = createHash("sha256").update(value).digest("hex");
    expect(
      forms.some((form) => form.text === digest),
      name,
    ).toBe(!foundByHash.has(name));
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
