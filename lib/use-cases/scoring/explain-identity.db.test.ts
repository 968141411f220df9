import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { ingestSample } from "@/lib/testing/sample-records";
import { explainIdentity } from "./explain-identity";
import { scoreDue } from "./score-due";

useDatabase();
const now = new Date();
let some: { id: string; name: string; risk_score: number }[];

beforeAll(async () => {
  await ingestSample(await insertSource(), now);
  await scoreDue(now);
  // Some of every kind: rules differ by kind.
  some = await sql(
    `SELECT id, name, risk_score FROM (SELECT id, name, risk_score,
       row_number() OVER (PARTITION BY kind, detail ORDER BY open_findings DESC, id) AS place
     FROM identity WHERE missing_since IS NULL) one WHERE place <= 6`,
  );
}, 120_000);

describe("the explanation of an identity", () => {
  it("fails exactly where a finding stands, over every kind of identity", async () => {
    expect(some.length).toBeGreaterThan(60);
    let failed = 0;
    for (const { id, name } of some) {
      const { checks } = await explainIdentity(id, now);
      const standing = await sql<{ id: string }>(
        "SELECT id FROM finding WHERE identity_id = $1::uuid AND state <> 'resolved'",
        [id],
      );
      const found = checks.items.flatMap((check) => check.found.map(({ findingId }) => findingId));
      expect(found).toHaveLength(standing.length);
      expect([name, new Set(found)]).toEqual([name, new Set(standing.map((row) => row.id))]);
      failed += checks.items.filter(({ outcome }) => outcome === "failed").length;
    }
    expect(failed).toBeGreaterThan(60);
  }, 60_000);

  it("says of everything that could not be checked why, and what would let Muster know", async () => {
    const reasons = new Set<string>();
    for (const { id } of some) {
      const { checks, breakdown } = await explainIdentity(id, now);
      expect(breakdown).toHaveLength(9);
      for (const check of checks.items.filter(({ outcome }) => outcome === "unknown")) {
        expect(check.because).toMatch(/.{15,}[^.]$/);
        expect(check.whatToDo).toMatch(/\.$/);
        reasons.add(check.reason ?? "none");
      }
    }
    expect(reasons).toContain("permission_missing");
    expect(reasons).toContain("not_offered");
    expect(reasons).not.toContain("none");
  }, 60_000);

  it("explains nothing of an identity that does not exist", async () => {
    const { checks } = await explainIdentity("00000000-0000-7000-8000-00000000dead", now);
    expect(checks.items).toEqual([]);
  });
});
