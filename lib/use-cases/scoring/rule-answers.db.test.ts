import { beforeAll, describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { pool, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { ingestSample } from "@/lib/testing/sample-records";
import { listFindingRules } from "../findings/list-finding-rules";
import { getIdentity } from "../identities/get-identity";
import { countIdentities, listFacets } from "../identities/list-facets";
import { listIdentities } from "../identities/list-identities";
import { look } from "./evaluate";
import { loadWhole } from "./load-subjects";
import { readRuleFigures, type RuleFigure } from "./rule-answers";
import { scoreDue } from "./score-due";

useDatabase();
const now = new Date();
const analyst = personContext("analyst", { now });
let sourceId: string;

/** What every rule says of every identity that is listed now, asked one by one. */
async function askedOneByOne(): Promise<Map<string, RuleFigure>> {
  const rows = await sql<{ id: string }>("SELECT id FROM identity WHERE missing_since IS NULL");
  const client = await pool().connect();
  const figures = new Map<string, RuleFigure>();
  try {
    const whole = await loadWhole(
      client,
      rows.map(({ id }) => id),
    );
    for (const due of whole)
      for (const { rule, outcome } of look(due, builtInPolicy, now).evaluations) {
        if (outcome.state === "not_applicable") continue;
        const figure = figures.get(rule.id) ?? { failed: 0, unknown: 0, passed: 0 };
        const answer = { fail: "failed", unknown: "unknown", pass: "passed" } as const;
        figure[answer[outcome.state]] += 1;
        figures.set(rule.id, figure);
      }
  } finally {
    client.release();
  }
  return figures;
}

beforeAll(async () => {
  sourceId = await insertSource();
  await ingestSample(sourceId, now);
  await scoreDue(now);
}, 120_000);

describe("the rules' answers, counted by scoring", () => {
  it("are those of every identity asked one by one", async () => {
    const figures = await readRuleFigures(null);
    expect(figures).toEqual(await askedOneByOne());
    expect([...figures.values()].some(({ unknown }) => unknown > 0)).toBe(true);
    expect(await readRuleFigures(sourceId)).toEqual(figures);
    expect(await readRuleFigures("00000000-0000-7000-8000-00000000dead")).toEqual(new Map());
  }, 60_000);

  it("follow a change of one identity, and what is no longer listed", async () => {
    const before = await readRuleFigures(null);
    await sql(`WITH changed AS (
        UPDATE identity SET status = 'disabled' WHERE id IN (SELECT id FROM identity
          WHERE kind = 'iam_user' AND status = 'active' LIMIT 3) RETURNING id),
      gone AS (UPDATE identity SET missing_since = now() WHERE id IN (SELECT id FROM identity
          WHERE kind = 'webhook' LIMIT 2))
      UPDATE identity_scoring SET rescore_at = now() WHERE identity_id IN (SELECT id FROM changed)`);
    await scoreDue(new Date());
    const after = await readRuleFigures(null);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await askedOneByOne());
  }, 60_000);

  it("lead to the identities that a rule could not be checked for, page by page", async () => {
    const figures = [...(await readRuleFigures(null))].filter(([, { unknown }]) => unknown > 0);
    expect(figures.length).toBeGreaterThan(3);
    for (const [rule, { unknown }] of figures.slice(0, 6)) {
      const q = `unknown:${rule}`;
      const found = new Set<string>();
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await listIdentities(analyst, { q, cursor, limit: 97 });
        for (const { id } of page.items) found.add(id);
        cursor = page.nextCursor;
      }
      expect([rule, found.size]).toEqual([rule, unknown]);
      expect((await listFacets(analyst, { q })).total).toBe(unknown);
      expect(await countIdentities(analyst, { q })).toEqual({ total: unknown, complete: true });
      const [one] = found;
      const { checks } = await getIdentity(analyst, { id: one ?? "" });
      expect(checks.items.find(({ ruleId }) => ruleId === rule)?.outcome).toBe("unknown");
    }
    const [rule] = figures[0] ?? [""];
    const both = await listIdentities(analyst, { q: `unknown:${rule} kind:iam_user prod` });
    for (const row of both.items) expect([row.kind, row.name]).toEqual(["iam_user", row.name]);
    expect((await listIdentities(analyst, { q: "unknown:no-such-rule" })).items).toEqual([]);
  }, 60_000);

  it("are learned by the next sweep where scoring of an earlier version left none", async () => {
    const figures = await readRuleFigures(null);
    await sql("UPDATE identity_scoring SET answers = NULL");
    for (const table of ["rule_answers", "rule_figure"]) await sql(`DELETE FROM ${table}`);
    await sql(`UPDATE setting SET value = value || '{"version": 0}' WHERE name = 'scoring.sweep'`);
    await scoreDue(new Date(Date.now() + 1_000));
    expect(await readRuleFigures(null)).toEqual(figures);
    const [stored] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM rule_answers");
    expect(stored?.n).toBeGreaterThan(10);
  }, 60_000);

  it("stand beside the findings of each rule, and of those that found nothing", async () => {
    const { items, quiet } = await listFindingRules(analyst, {});
    const figures = await readRuleFigures(null);
    expect(items.length + quiet.length).toBe(figures.size);
    for (const { ruleId, answers, findings } of items) {
      expect(answers).toEqual(figures.get(ruleId));
      expect(answers?.failed).toBeLessThanOrEqual(findings);
      expect(answers?.failed).toBeGreaterThan(0);
    }
    for (const { answers } of quiet) expect(answers.failed).toBe(0);
    expect((await listFindingRules(analyst, { severity: "high" })).quiet).toEqual([]);
    const owner = personContext("owner", { now });
    expect(await listFindingRules(owner, {})).toEqual({ items: [], quiet: [] });
  });
});
