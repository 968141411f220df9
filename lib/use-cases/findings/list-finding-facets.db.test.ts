import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { findingStates } from "./finding-input";
import { listFindingFacets } from "./list-finding-facets";
import { listFindings } from "./list-findings";

useDatabase();

const now = new Date("2026-11-21T12:00:00.000Z");
const ruleIds = ["nhi1-no-owner", "nhi5-root-access-key", "nhi7-never-rotated"];
const everybody = personContext("analyst", { now });
let owner = everybody;
let sourceIds: string[] = [];

/** Findings whose state, severity, rule and source go together in no simple way. */
const insertSql = `
  INSERT INTO finding (id, identity_id, rule_id, finding_key, severity, state, reopen_count, title,
    evidence, remedy, first_seen_at, last_seen_at)
  SELECT gen_random_uuid(), i.id, ($1::text[])[1 + n % 3], n::text,
    (ARRAY['critical','high','medium'])[1 + (n / 3) % 3],
    (ARRAY['open','open','resolved','excepted'])[1 + (n / 2) % 4], (n / 5) % 2, 'Found', '{}', 'Mend it', $2, $2
  FROM generate_series(1, 180) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS at, count(*) OVER () AS of FROM identity) i
    ON i.at = 1 + (n / 7) % i.of`;

beforeAll(async () => {
  const seeded = await seedIdentities(20, { now, sources: 3 });
  ({ sourceIds } = seeded);
  owner = personContext("owner", { now, personId: seeded.personIds[0] ?? "" });
  await sql("UPDATE identity SET owner_id = $1 WHERE hashtext(external_id) % 2 = 0", [
    seeded.personIds[0],
  ]);
  await sql(insertSql, [ruleIds, now]);
});

type Conditions = Parameters<typeof listFindingFacets>[1];

const conditions = (): Conditions[] => [
  {},
  { source: sourceIds[0] },
  { state: "resolved", source: sourceIds[1] },
  { rule: ruleIds[0], state: "reopened" },
  { rule: ruleIds[1], severity: "high", source: sourceIds[2] },
  { framework: "NHI1:2025", severity: "critical" },
  { framework: "NHI5:2025", rule: ruleIds[1] },
];

describe("each count beside a choice of the findings", () => {
  it("is that of the list which the choice opens under the other conditions", async () => {
    let counted = 0;
    for (const ctx of [everybody, owner]) {
      for (const chosen of conditions()) {
        const facets = await listFindingFacets(ctx, chosen);
        const opens = async (choice: Conditions) =>
          (await listFindings(ctx, { ...chosen, ...choice, limit: 200 })).items.length;
        for (const state of findingStates)
          expect(facets.state[state], `state ${state}`).toBe(await opens({ state }));
        for (const name of ["severity", "rule", "source", "framework"] as const) {
          for (const { value, count } of facets[name]) {
            expect(count, `${name} ${value}`).toBe(await opens({ [name]: value }));
            counted++;
          }
        }
      }
    }
    expect(counted).toBeGreaterThan(100);
  });

  it("leaves out no choice that would leave something", async () => {
    const { severity, source } = await listFindingFacets(everybody, { severity: "high" });
    const { items } = await listFindings(everybody, { limit: 200 });
    const there = (value: (of: (typeof items)[number]) => string) => [...new Set(items.map(value))];
    expect(severity.map(({ value }) => value).toSorted()).toEqual(
      there((item) => item.severity).toSorted(),
    );
    expect(source.map(({ value }) => value).toSorted()).toEqual(sourceIds.toSorted());
  });

  it("is there by name for what is chosen, even where nothing is left", async () => {
    await sql("UPDATE finding SET severity = 'high' WHERE severity = 'critical'");
    const chosen = { severity: "critical", rule: ruleIds[0], source: sourceIds[0] } as const;
    const facets = await listFindingFacets(everybody, { ...chosen, framework: "NHI1:2025" });
    const [name] = await sql<{ name: string }>("SELECT name FROM source WHERE id = $1", [
      sourceIds[0],
    ]);
    expect(facets.source).toEqual([{ value: sourceIds[0], label: name?.name, count: 0 }]);
    expect(facets.framework).toEqual([
      { value: "NHI1:2025", label: "NHI1:2025 Improper Offboarding", count: 0 },
    ]);
    expect(facets.rule[0]?.label).not.toBe(ruleIds[0]);
    const others = await listFindingFacets(owner, { ...chosen, source: sourceIds[0] });
    expect(
      others.source,
      "an owner learns no name of a source that holds nothing of theirs",
    ).toEqual([]);
  });
});
