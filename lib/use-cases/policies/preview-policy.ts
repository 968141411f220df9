import { z } from "zod";
import { evaluateRules, findingKey } from "@/lib/domain/policy/evaluate";
import { limitsOf, policyDocument, type PolicyDocument } from "@/lib/domain/policy/policy";
import { diffPolicies } from "@/lib/domain/policy/policy-diff";
import { policyWarnings } from "@/lib/domain/policy/policy-warnings";
import { pool } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { settleOwner } from "../scoring/evaluate";
import type { DueSubject } from "../scoring/due-subject";
import { loadSweep } from "../scoring/load-subjects";
import { activePolicy } from "./active-policy";

const chunkSize = 500;
/** All that was ever scored. */
const everything = new Date("9999-01-01T00:00:00.000Z");
/** Shown one by one; the counts are always over all. */
const mostListed = 500;

interface Changed {
  identityId: string;
  name: string;
  identityClass: string;
  ownerId: string | null;
  ruleId: string;
  ruleTitle: string;
  /** True when it would newly fail, false when it would newly pass. */
  fails: boolean;
}

interface Counted {
  value: string;
  fails: number;
  passes: number;
}

type Tally = Map<string, Counted>;

function count(tally: Tally, value: string, fails: boolean): void {
  const one = tally.get(value) ?? { value, fails: 0, passes: 0 };
  one[fails ? "fails" : "passes"] += 1;
  tally.set(value, one);
}

const listOf = (tally: Tally): Counted[] =>
  [...tally.values()].sort(
    (a, b) => b.fails + b.passes - a.fails - a.passes || a.value.localeCompare(b.value),
  );

function failing({ subject }: DueSubject, document: PolicyDocument, now: Date) {
  subject.limits = limitsOf(document, subject);
  const keys = new Map<string, { ruleId: string; ruleTitle: string }>();
  for (const { rule, outcome } of evaluateRules(subject, now))
    if (outcome.state === "fail")
      for (const { key } of outcome.violations)
        keys.set(findingKey(rule.id, subject.id, key), { ruleId: rule.id, ruleTitle: rule.title });
  return keys;
}

function compare(due: DueSubject, before: PolicyDocument, after: PolicyDocument, now: Date) {
  settleOwner(due);
  const { subject, ownerId } = due;
  const [old, fresh] = [failing(due, before, now), failing(due, after, now)];
  const line = { identityId: subject.id, name: subject.name, ownerId };
  const changed = (keys: typeof old, others: typeof old, fails: boolean): Changed[] =>
    [...keys]
      .filter(([key]) => !others.has(key))
      .map(([, rule]) => ({ ...line, identityClass: subject.identityClass, ...rule, fails }));
  return [...changed(fresh, old, true), ...changed(old, fresh, false)];
}

/**
 * What a document would change before it is in force: the real rules over every real row, under the
 * policy in force and under this one. Writes nothing.
 */
async function whatIf(
  after: PolicyDocument,
  now: Date,
  each: (changed: Changed) => void,
): Promise<{ looked: number; before: PolicyDocument; basedOn: number }> {
  const { number, document: before } = await activePolicy();
  const client = await pool().connect();
  let looked = 0;
  try {
    for (let next: string | null = null; ;) {
      const chunk = await loadSweep([client], everything, next, chunkSize);
      for (const due of chunk.subjects)
        for (const one of compare(due, before, after, now)) each(one);
      looked += chunk.count;
      if (chunk.next === null) return { looked, before, basedOn: number };
      next = chunk.next.id;
    }
  } finally {
    client.release();
  }
}

/** Which identities would newly fail or newly pass, by rule, class and owner. */
export const previewPolicy = defineQuery({
  permission: "policy:read",
  input: z.strictObject({ document: policyDocument }),
  run: async ({ ctx, input }) => {
    const byRule: Tally = new Map();
    const byClass: Tally = new Map();
    const byOwner: Tally = new Map();
    const items: Changed[] = [];
    let changes = 0;
    const identities = new Set<string>();
    const { looked, before, basedOn } = await whatIf(input.document, ctx.now, (one) => {
      changes += 1;
      identities.add(one.identityId);
      count(byRule, one.ruleTitle, one.fails);
      count(byClass, one.identityClass, one.fails);
      count(byOwner, one.ownerId ?? "", one.fails);
      if (items.length < mostListed) items.push(one);
    });
    const names = await ownerNames([...byOwner.keys()].filter((id) => id !== ""));
    const nameOf = (id: string | null) => (id ? (names.get(id) ?? "A removed person") : "No owner");
    return {
      looked,
      basedOn,
      changes,
      identities: identities.size,
      differences: diffPolicies(before, input.document),
      warnings: policyWarnings(input.document),
      byRule: listOf(byRule),
      byClass: listOf(byClass),
      byOwner: listOf(byOwner).map((one) => ({ ...one, value: nameOf(one.value) })),
      items: items.map(({ ownerId, ...one }) => ({ ...one, owner: nameOf(ownerId) })),
    };
  },
});
export type PolicyPreview = Awaited<ReturnType<typeof previewPolicy>>;

async function ownerNames(ids: string[]): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ id: string; name: string }>(
    "SELECT id, name FROM person WHERE id = ANY($1::uuid[])",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
