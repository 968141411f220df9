import { z } from "zod";
import { identityClasses } from "@/lib/domain/identity/identity";
import { limitNames } from "@/lib/domain/policy/policy";
import { count } from "../api/answer-parts";

const limit = z.enum(limitNames);
const byValue = z.array(
  z.object({
    value: z.string(),
    fails: count.describe("Would newly fail"),
    passes: count.describe("Would newly pass"),
  }),
);

export const policyPreview = z
  .object({
    looked: count.describe("Identities that were evaluated"),
    basedOn: count.describe("Number of the policy in force"),
    changes: count,
    identities: count,
    differences: z.array(
      z.object({
        when: z.string().describe("Conditions of the line; empty is what always holds"),
        limit,
        before: z.number().nullable(),
        after: z.number().nullable(),
      }),
    ),
    warnings: z.array(
      z.object({
        limit,
        identityClass: z.enum(identityClasses),
        values: z.array(z.number()).describe("What the AI class and the legacy application get"),
      }),
    ),
    byRule: byValue,
    byClass: byValue,
    byOwner: byValue,
    items: z.array(
      z.object({
        identityId: z.uuid(),
        name: z.string(),
        identityClass: z.string(),
        owner: z.string(),
        ruleId: z.string(),
        ruleTitle: z.string(),
        fails: z.boolean(),
      }),
    ),
  })
  .meta({ id: "PolicyPreview" });

export const newPolicy = z.object({
  number: count.describe("Of the version that is in force now"),
  changes: count,
});
