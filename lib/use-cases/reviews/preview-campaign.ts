import type { z } from "zod";
import { manyItems } from "@/lib/domain/lifecycle/campaign";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { Parameters } from "../identities/parameters";
import {
  checkPeople,
  lineSql,
  mostIdentities,
  peopleJoin,
  queryOf,
  reviewedCredential,
  scopeInput,
  scopeSql,
} from "./scope-sql";

interface Counted {
  reviewer_id: string | null;
  name: string | null;
  items: number;
  identities: number;
}

export const previewInput = scopeInput satisfies z.ZodType;

const shownReviewers = 50;

/** What a campaign would ask, and of whom, before anything is written. */
export const previewCampaign = defineQuery({
  permission: "review:run",
  input: previewInput,
  run: async ({ ctx, input }) => {
    await checkPeople(input);
    const q = await queryOf(ctx, input);
    const p = new Parameters();
    const where = await scopeSql(ctx, q, p);
    const line = lineSql(input.reviewer, p.add(input.personId ?? null));
    const rows = await sql<Counted>(
      `WITH matched AS MATERIALIZED (SELECT id, owner_id FROM identity WHERE ${where}),
       asked AS (
         SELECT i.id, (${line})[1] AS reviewer_id, greatest(
           (SELECT count(*) FROM credential c WHERE ${reviewedCredential}), 1) AS items
         FROM matched i ${peopleJoin})
       SELECT a.reviewer_id, r.name, sum(a.items)::int AS items, count(*)::int AS identities
       FROM asked a LEFT JOIN person r ON r.id = a.reviewer_id
       GROUP BY 1, 2 ORDER BY items DESC`,
      p.values,
    );
    const total = (key: "items" | "identities", from = rows): number =>
      from.reduce((sum, row) => sum + row[key], 0);
    const people = rows.filter((row) => row.reviewer_id !== null);
    const nobody = rows.filter((row) => row.reviewer_id === null);
    return {
      q,
      items: total("items"),
      identities: total("identities"),
      tooLarge: total("identities") > mostIdentities,
      reviewerCount: people.length,
      /** Those with most first; `many` marks who has too many to look at each. */
      reviewers: people.slice(0, shownReviewers).map((row) => ({
        personId: row.reviewer_id ?? "",
        name: row.name ?? "",
        items: row.items,
        many: row.items > manyItems,
      })),
      overloaded: people.filter((row) => row.items > manyItems).length,
      /** Items for which the rule finds nobody: the analysts are asked. */
      withoutReviewer: total("items", nobody),
    };
  },
});
