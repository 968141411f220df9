import { z } from "zod";
import { policyDocument } from "@/lib/domain/policy/policy";
import { diffPolicies, type PolicyChange } from "@/lib/domain/policy/policy-diff";
import { policyWarnings } from "@/lib/domain/policy/policy-warnings";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { activePolicy } from "./active-policy";

interface PolicyVersionRow {
  number: number;
  reason: string;
  author: string;
  /** Null for the built-in version before anybody wrote another. */
  at: string | null;
  restoredFrom: number | null;
  /** What it changed of the version before. */
  changes: PolicyChange[];
}

/** The policy in force, where it is loose for AI, and the newest 50 versions with what each changed. */
export const getPolicy = defineQuery({
  permission: "policy:read",
  input: z.strictObject({}),
  run: async () => {
    const { number, document } = await activePolicy();
    const rows = await db().policyVersion.findMany({ orderBy: { number: "desc" }, take: 51 });
    const versions = rows.slice(0, 50).map((row, index): PolicyVersionRow => {
      const before = rows[index + 1];
      return {
        number: row.number,
        reason: row.reason,
        author: row.author,
        at: row.at.toISOString(),
        restoredFrom: row.restoredFrom,
        changes: before
          ? diffPolicies(policyDocument.parse(before.document), policyDocument.parse(row.document))
          : [],
      };
    });
    const builtIn = { number: 1, reason: "Built in", author: "Muster", at: null };
    return {
      number,
      document,
      warnings: policyWarnings(document),
      versions: versions.length > 0 ? versions : [{ ...builtIn, restoredFrom: null, changes: [] }],
    };
  },
});
