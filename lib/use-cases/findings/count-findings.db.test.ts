import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { refreshAllFigures } from "../scoring/refresh-figures";
import { foldFindings, rulesStatement } from "./count-findings";
import type { FindingFilter } from "./finding-input";
import { listFindingFacets } from "./list-finding-facets";
import { listFindingRules } from "./list-finding-rules";

useDatabase();

const now = new Date("2026-11-21T12:00:00.000Z");
const analyst = personContext("analyst", { now });
let sourceIds: string[] = [];
let personId = "";

/** So many findings over all identities, of eight rules in turns. */
const insertSql = `
  INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, title, evidence, remedy,
    first_seen_at, last_seen_at)
  SELECT gen_random_uuid(), i.id, 'rule-' || n % 8, gen_random_uuid(), (ARRAY['critical','high','medium','low'])[1 + n % 4],
    'open', 'Found', '{}', 'Mend it', $2::timestamptz - make_interval(mins => n), $2
  FROM generate_series(1, $1::int) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS at, count(*) OVER () AS of FROM identity) i
    ON i.at = 1 + (n / 8) % i.of`;
const insert = (many: number) => sql(insertSql, [many, now]);

const part = (n: number) => `('x' || substr(md5(finding_key), 1, 4))::bit(16)::int % ${n}`;
/** What happens to findings, each to about a third of those that it can happen to. */
const events = {
  found: () => insert(30),
  resolved: () =>
    sql(`UPDATE finding SET state = 'resolved' WHERE state <> 'resolved' AND ${part(3)} = 0`),
  foundAgain: () =>
    sql(`UPDATE finding SET state = 'open', reopen_count = reopen_count + 1
         WHERE state = 'resolved' AND ${part(2)} = 0`),
  excepted: () =>
    sql(`UPDATE finding SET state = 'excepted' WHERE state = 'open' AND ${part(5)} = 0`),
  worse: () => sql(`UPDATE finding SET severity = 'critical' WHERE ${part(4)} = 1`),
  told: () => sql("UPDATE finding SET title = 'Found in other words'"),
  folded: () => inTransaction((client) => foldFindings(client, sourceIds[0] ?? "")),
};

const counted = (from: string, count: string) =>
  sql(`SELECT source_id, rule_id, severity, state, reopened, ${count}::int AS findings FROM ${from}
       GROUP BY 1, 2, 3, 4, 5 HAVING ${count} <> 0 ORDER BY 1, 2, 3, 4, 5`);
const stored = () => counted("finding_rollup", "sum(findings)");
const there = () =>
  counted(
    `(SELECT i.source_id, f.rule_id, f.severity, f.state, f.state = 'open' AND f.reopen_count > 0 AS reopened
      FROM finding f JOIN identity i ON i.id = f.identity_id) x`,
    "count(*)",
  );

beforeAll(async () => {
  const seeded = await seedIdentities(40, { now, sources: 2 });
  sourceIds = seeded.sourceIds;
  personId = seeded.personIds[0] ?? "";
  await sql("UPDATE identity SET owner_id = $1 WHERE hashtext(external_id) % 2 = 0", [personId]);
});
const empty = async () => {
  await sql("DELETE FROM finding");
  await sql("DELETE FROM finding_rollup");
};
beforeEach(empty);

describe("the counts of findings", () => {
  it("are those of the findings after whatever happens to them, in any order", async () => {
    const event = fc.constantFrom(...(Object.keys(events) as (keyof typeof events)[]));
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 8 }), async (names) => {
        await empty();
        await events.found();
        for (const name of names) await events[name]();
        expect(await stored()).toEqual(await there());
      }),
      { numRuns: 25 },
    );
  });

  it("stay few: what a sync renews is added up", async () => {
    for (let n = 0; n < 5; n++) await insert(100);
    const rows = async () => (await sql("SELECT 1 FROM finding_rollup")).length;
    const before = await rows();
    await refreshAllFigures(now);
    expect(await rows()).toBe(before / 5);
    expect(await stored()).toEqual(await there());
  });

  it("are under each filter those of the list, and of an owner only those of their identities", async () => {
    await insert(400);
    await events.excepted();
    const [source] = sourceIds;
    const filters: { filter: Partial<FindingFilter>; where: string }[] = [
      { filter: {}, where: "f.state = 'open'" },
      { filter: { state: "excepted" }, where: "f.state = 'excepted'" },
      { filter: { severity: "high" }, where: "f.state = 'open' AND f.severity = 'high'" },
      { filter: { rule: "rule-1" }, where: "f.state = 'open' AND f.rule_id = 'rule-1'" },
      { filter: { source }, where: `f.state = 'open' AND i.source_id = '${source}'` },
    ];
    const owner = personContext("owner", { now, personId });
    for (const { filter, where } of filters) {
      const [wanted] = await sql<{ all: number; theirs: number; oldest: Date }>(
        `SELECT count(*)::int AS all, count(*) FILTER (WHERE i.owner_id = $1)::int AS theirs,
           min(f.first_seen_at) AS oldest
         FROM finding f JOIN identity i ON i.id = f.identity_id WHERE ${where}`,
        [personId],
      );
      const seen = async (ctx: typeof analyst) => {
        const { items } = await listFindingRules(ctx, filter);
        const oldest = items.map(({ oldestAt }) => oldestAt).toSorted()[0];
        return { oldest, findings: items.reduce((sum, { findings }) => sum + findings, 0) };
      };
      const oldest = wanted?.oldest.toISOString();
      expect(await seen(analyst)).toEqual({ oldest, findings: wanted?.all });
      expect((await seen(owner)).findings).toBe(wanted?.theirs);
      expect(wanted?.theirs).toBeGreaterThan(0);
    }
  });

  it("leave out a source that is being removed at once", async () => {
    await insert(320);
    await sql("UPDATE source SET removed_at = now() WHERE id = $1", [sourceIds[0]]);
    const { state, source } = await listFindingFacets(analyst, {});
    await sql("UPDATE source SET removed_at = NULL WHERE id = $1", [sourceIds[0]]);
    expect(state.open).toBe(160);
    expect(source.map(({ value }) => value)).toEqual([sourceIds[1]]);
  });

  it("do not read the findings: of 30,000 only the oldest of each rule and severity", async () => {
    await insert(30_000);
    await sql("ANALYZE finding, finding_rollup");
    const read = async (filter: FindingFilter) => {
      const { text, values } = rulesStatement(filter, null);
      const [row] = await sql<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      return rowsRead(row?.["QUERY PLAN"][0].Plan, "finding");
    };
    expect(await read({ state: "open" })).toBe(8);
    expect(await read({ state: "open", rule: "rule-3" })).toBe(1);
  });
});

interface PlanNode {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

/** How many rows of a table the plan has looked at. */
function rowsRead(node: PlanNode | undefined, table: string): number {
  if (!node) return 0;
  const own =
    node["Relation Name"] === table
      ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
      : 0;
  return (node.Plans ?? []).reduce((sum, below) => sum + rowsRead(below, table), own);
}
