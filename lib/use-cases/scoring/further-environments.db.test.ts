import { beforeAll, expect, it } from "vitest";
import { environmentOfText } from "@/lib/domain/identity/surroundings";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { environmentSql } from "./further-environments";
import { scoreDue } from "./score-due";

useDatabase();

const names = ["far", "near", "unnamed", "powerless"];
beforeAll(async () => {
  await ingest(
    await insertSource(),
    names.map((name) => fakeUser(name)),
  );
});

/** 250 grants that write to the first target, then one that reads, or is without power, at the last. */
async function granted(name: string, first: string, last: string, level = "read"): Promise<void> {
  await sql(
    `INSERT INTO access_grant (id, identity_id, source_id, external_id, stream, service, entitlement, target, via,
       level, conditional, content_hash, first_seen_at, last_seen_at)
     SELECT gen_random_uuid(), i.id, i.source_id, i.external_id || n, 'grants', 's3', 'Use', CASE n WHEN 251 THEN $3 ELSE $2 END,
       'policy', CASE n WHEN 251 THEN $4 ELSE 'write' END, false, 'x', now(), now()
     FROM identity i, generate_series(1, 251) n WHERE i.external_id = $1`,
    [name, first, last, level],
  );
}
const answersOf = async (name: string): Promise<string[]> => {
  const { id } = await db().identity.findFirstOrThrow({ where: { externalId: name } });
  const ruleId = "nhi8-reaches-several-environments";
  const found = await db().finding.findMany({ where: { identityId: id, ruleId, state: "open" } });
  return found.map(({ evidence }) => (evidence as { evidence: string }).evidence);
};

it("an identity of hundreds of grants is found to reach two environments by the weakest of them too", async () => {
  await granted("far", "orders-staging", "billing-production");
  await granted("near", "orders-production", "billing-production");
  await granted("unnamed", "orders", "billing-production");
  await granted("powerless", "orders-staging", "billing-production", "none");
  await scoreDue(new Date());
  expect(await answersOf("far")).toEqual(["One identity reaches staging and production"]);
  for (const name of ["near", "unnamed", "powerless"]) expect(await answersOf(name)).toEqual([]);
});

it("the database reads an environment out of a name as the product does", async () => {
  const words = [
    "prod",
    "Production",
    "prd",
    "LIVE",
    "preprod",
    "pre-production",
    "non-prod",
    "uat",
  ];
  const texts = [
    ...words,
    "stage",
    "qa",
    "e2e",
    "dev",
    "sandbox",
    "experiments",
    "orders",
    "delivery",
  ];
  const around = (word: string) => [
    word,
    `my-${word}/x`,
    `my${word}`,
    `the_${word}2`,
    `x${word}Bucket`,
  ];
  const cases = [...texts.flatMap(around), "ordersProd", "appDevLive", "Übersee-Prod", "PRODÜ", ""];
  const rows = await sql<{ text: string; environment: string | null }>(
    `SELECT given AS text, ${environmentSql("given")} AS environment FROM unnest($1::text[]) given`,
    [cases],
  );
  expect(rows.map(({ text, environment }) => [text, environment ?? "unknown"])).toEqual(
    cases.map((text) => [text, environmentOfText(text)]),
  );
});
