import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, expect, test } from "vitest";
import { formulaPayloads } from "@/e2e/support/payloads";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { downloaded } from "@/lib/testing/evidence-packs";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { exportAuditEvents } from "../audit-log/export-audit-events";
import { makePack } from "../evidence/make-pack";
import { requestPack } from "../evidence/request-pack";
import { exportFindings } from "../findings/export-findings";
import { advanceReviews } from "../reviews/advance-reviews";
import { createCampaign } from "../reviews/create-campaign";
import { decideItems } from "../reviews/decide";
import { closeCampaign } from "../reviews/end-campaign";
import { exportCampaign } from "../reviews/export-campaign";
import { exportIdentities } from "./export-identities";

useDatabase();

/** A database takes no NUL in a text. */
const payloads = formulaPayloads.filter((words) => !words.includes("\u0000"));
const written = [
  ...payloads,
  "''=1+1",
  "'",
  "'harmless",
  "x;=1+1",
  "x\t=1+1",
  "x\n=1+1",
  'x";=1+1',
  'x;"=1+1";',
  "x;\t;=1+1",
  "x;'=1+1",
];
const hostile = '=HYPERLINK("http://evil.example")';
const ann = personContext("admin");
const eve = { ...ann, actor: { ...ann.actor, name: hostile } } as typeof ann;
let campaignId = "";
let ownerId = "";

async function hostileInventory(): Promise<void> {
  const { personIds } = await seedIdentities(written.length, { now: new Date() });
  [ownerId = ""] = personIds;
  const ids = await sql<{ id: string }>("SELECT id FROM identity ORDER BY external_id");
  await sql(
    `UPDATE identity i SET name = w.text, external_id = w.text || i.external_id, labels = ARRAY[w.text], owner_id = $3, owner_state = 'confirmed'
     FROM unnest($1::uuid[], $2::text[]) AS w(id, text) WHERE w.id = i.id`,
    [ids.map(({ id }) => id), written, ownerId],
  );
  await sql("UPDATE source SET name = $1 || name", [hostile]);
  await sql("UPDATE person SET status = 'active', name = $1 || name", [hostile]);
  await seedCredentials(new Date());
  await sql("UPDATE credential c SET name = i.name FROM identity i WHERE i.id = c.identity_id");
  await sql(
    `INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy, first_seen_at, last_seen_at)
     SELECT gen_random_uuid(), id, 'nhi1-no-owner', 'key ' || id, 'high', 'open', name, jsonb_build_object('name', name), name, now(), now()
     FROM identity`,
  );
}

async function hostileReview(): Promise<void> {
  const dueAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const made = await createCampaign(eve, { name: hostile, q: "", twoPeople: "never", dueAt });
  campaignId = made.campaignId;
  await advanceReviews(new Date());
  const owner = personContext("owner", { personId: ownerId });
  const items = await db().reviewItem.findMany({ where: { campaignId }, select: { id: true } });
  for (const [at, { id }] of items.slice(0, payloads.length).entries()) {
    const reason = `${payloads[at] ?? ""} because of it`;
    await decideItems(owner, { target: { ids: [id] }, decision: "keep", reason });
  }
  await closeCampaign(eve, { campaignId });
}

const textOf = async ({ chunks }: { chunks: AsyncIterable<string> }): Promise<string> => {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
};

/** The tables of a pack, read by the headers of its members, which are stored as they are. */
function tablesIn(pack: Buffer): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; pack.readUInt32LE(at) === 0x04_03_4b_50;) {
    const size = pack.readUInt32LE(at + 18);
    const start = at + 30 + pack.readUInt16LE(at + 26);
    const name = pack.toString("utf8", at + 30, start);
    if (name.endsWith(".csv")) found.push([name, pack.toString("utf8", start, start + size)]);
    at = start + size;
  }
  return found;
}

async function packed(packId: string): Promise<[string, string][]> {
  await makePack(packId, () => new Date());
  return tablesIn(await downloaded(packId, eve));
}

const files = new Map<string, string>();
beforeAll(async () => {
  await hostileInventory();
  await hostileReview();
  const day = new Date().toISOString().slice(0, 10);
  files.set("identities", await textOf(await exportIdentities(ann, {})));
  files.set("findings", await textOf(await exportFindings(ann, {})));
  files.set("review", await textOf(await exportCampaign(ann, { campaignId })));
  files.set("audit log", await textOf(await exportAuditEvents(ann, {})));
  // Closing the review has asked for its own.
  const { id } = await db().evidencePack.findFirstOrThrow({ where: { subjectId: campaignId } });
  const review = await packed(id);
  const { packId } = await requestPack(eve, { subject: "audit_range", from: day, to: day });
  const days = await packed(packId);
  for (const [name, text] of review) files.set(`review pack ${name}`, text);
  for (const [name, text] of days) files.set(`audit pack ${name}`, text);
  const keep = process.env.MUSTER_CSV_FILES;
  if (keep) mkdirSync(keep, { recursive: true });
  for (const [name, text] of keep ? files : [])
    writeFileSync(path.join(keep ?? "", `${name.replaceAll(/\W+/g, "-")}.csv`), text);
}, 120_000);

const rowsOf = (file: string): string[][] => parse(files.get(file) ?? "", { bom: true });
const computes = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const sign = String.raw`[=+\-@＝＋－＠|%]`;
const blank = String.raw`[\s\p{Cc}\p{Cf}"']`;
const marks = new RegExp(
  String.raw`^'(?=${blank}*${sign}|'*[\t\r\n])|(?<=[;\t\r\n])'(?=(?:(?![\t\r\n])${blank})*${sign})`,
  "gu",
);
/** What a reader of the file does who wants the words as they were. */
const restored = (cell: string): string => cell.replaceAll(marks, "");

/** The cells that a spreadsheet sees which takes semicolons or tabs for what separates them. */
const otherCells = (text: string, separator: string): string[] =>
  text
    .replace("\uFEFF", "")
    .split(/[\r\n]+/)
    .flatMap((line) => line.split(separator))
    .map((cell) => cell.replace(/^"+/, ""));

test("no cell of any file for spreadsheets begins what a spreadsheet would compute", () => {
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([
      "review pack items.csv",
      "review pack answers.csv",
      "audit pack audit/entries.csv",
    ]),
  );
  for (const file of files.keys()) {
    const rows = rowsOf(file);
    expect([file, new Set(rows.map((row) => row.length)).size]).toEqual([file, 1]);
    expect([file, rows.flat().filter((cell) => computes.test(cell))]).toEqual([file, []]);
    expect([
      file,
      files
        .get(file)
        ?.replaceAll(/"(?:[^"]|"")*"/g, "")
        .replaceAll(/[,\r\n]/g, ""),
    ]).toEqual([file, "\uFEFF"]);
  }
});

test.each([";", "\t"])("none does where %j separates cells either", (separator) => {
  for (const [file, text] of files) {
    const cells = otherCells(text, separator);
    expect(cells.length).toBeGreaterThan(10);
    const begun = cells.filter((cell) => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell));
    expect([file, begun]).toEqual([file, []]);
  }
});

test.each([
  ["identities", "name", written],
  ["findings", "identity", written],
  ["findings", "finding", written],
  ["review", "identity", written],
  ["review", "credential", written],
  ["review", "reason", payloads.map((words) => `${words} because of it`.trim())],
  ["review pack items.csv", "identity", written],
  ["review pack answers.csv", "reason", payloads.map((words) => `${words} because of it`.trim())],
])("the %s file's column %s gives back every text as it was written", (file, column, expected) => {
  const [header = [], ...rows] = rowsOf(file);
  const cells = new Set(rows.map((row) => restored(row[header.indexOf(column)] ?? "")));
  expect(expected.filter((words) => !cells.has(words))).toEqual([]);
});

test("whoever acted is named in the files of the audit log, inert", () => {
  for (const file of ["audit log", "audit pack audit/entries.csv"]) {
    const [header = [], ...rows] = rowsOf(file);
    expect(rows.map((row) => row[header.indexOf("actor")])).toContain(`'${hostile}`);
  }
});

test("one place alone writes cells", () => {
  const writers = globSync("{app,lib,scripts}/**/*.{ts,mjs}").filter((file) =>
    /^import[^\n]* from "csv-stringify/m.test(readFileSync(file, "utf8")),
  );
  expect(writers).toEqual(["lib/use-cases/identities/csv.ts"]);
});
