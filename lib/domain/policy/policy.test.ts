import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subjectOf } from "@/lib/testing/subject";
import { autonomyTiers } from "../identity/autonomy";
import { environments, identityClasses, privilegeLevels } from "../identity/identity";
import type { Limits } from "../risk/thresholds";
import { builtInPolicy } from "./built-in-policy";
import {
  isLooser,
  limitFields,
  limitNames,
  limitsOf,
  policyDocument,
  resolvePolicy,
  type PolicyDocument,
  type PolicyLine,
  type PolicySubject,
} from "./policy";

const value: Record<keyof Limits, fc.Arbitrary<number>> = {
  rotationDays: fc.integer({ min: 1, max: 3650 }),
  lifetimeDays: fc.integer({ min: 1, max: 3650 }),
  dormantDays: fc.integer({ min: 1, max: 3650 }),
  graceDays: fc.integer({ min: 1, max: 365 }),
  ageDays: fc.integer({ min: 1, max: 7300 }),
  reviewDays: fc.integer({ min: 1, max: 1095 }),
  approvals: fc.integer({ min: 0, max: 2 }),
  exceptionDays: fc.integer({ min: 1, max: 365 }),
  automaticDays: fc.integer({ min: 0, max: 90 }),
};
const conditions = fc.record({
  classes: fc.subarray([...identityClasses]),
  tiers: fc.subarray([...autonomyTiers]),
  environments: fc.subarray([...environments]),
  privileges: fc.subarray([...privilegeLevels]),
});
const line: fc.Arbitrary<PolicyLine> = fc
  .record({ when: conditions, set: fc.record(value, { requiredKeys: [] }) })
  .filter(
    ({ when, set }) =>
      Object.values(when).some((list) => list.length > 0) && Object.keys(set).length > 0,
  );
const document: fc.Arbitrary<PolicyDocument> = fc.record({
  base: fc.record(value),
  lines: fc.array(line, { maxLength: 8 }),
});
const subject: fc.Arbitrary<PolicySubject> = fc.record({
  identityClass: fc.constantFrom(...identityClasses),
  tier: fc.constantFrom(null, ...autonomyTiers),
  environment: fc.constantFrom(...environments),
  privilege: fc.constantFrom(...privilegeLevels),
});
const named = ({ when }: PolicyLine) =>
  Object.values(when).filter((list) => list.length > 0).length;
const holds = ({ when }: PolicyLine, one: PolicySubject) =>
  resolvePolicy(
    { base: { ...builtInPolicy.base, graceDays: 1 }, lines: [{ when, set: { graceDays: 2 } }] },
    one,
  ).graceDays === 2;

describe("resolving a policy", () => {
  it("answers every limit of every identity, within its bounds", () => {
    fc.assert(
      fc.property(document, subject, (policy, one) => {
        expect(policyDocument.safeParse(policy).success).toBe(true);
        const found = resolvePolicy(policy, one);
        expect(Object.keys(found).sort()).toEqual([...limitNames].sort());
        for (const name of limitNames)
          expect(limitFields[name].safeParse(found[name]).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("answers the same in whatever order the lines stand", () => {
    fc.assert(
      fc.property(document, subject, (policy, one) => {
        const turned = { ...policy, lines: policy.lines.toReversed() };
        expect(resolvePolicy(turned, one)).toEqual(resolvePolicy(policy, one));
      }),
      { numRuns: 1000 },
    );
  });

  it("lets the line that names most about the identity win, and of equals the stricter value", () => {
    fc.assert(
      fc.property(document, subject, (policy, one) => {
        const found = resolvePolicy(policy, one);
        for (const name of limitNames) {
          const spoken = policy.lines.filter((l) => l.set[name] !== undefined && holds(l, one));
          const most = Math.max(0, ...spoken.map(named));
          const values = spoken.filter((l) => named(l) === most).map((l) => l.set[name]!);
          const expected = values.length === 0 ? [policy.base[name]] : values;
          expect(expected).toContain(found[name]);
          for (const other of expected) expect(isLooser(name, found[name], other)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("never holds a line of tiers for what is no AI identity", () => {
    const tiers = [...autonomyTiers];
    const when = { classes: [], tiers, environments: [], privileges: [] };
    const policy = { ...builtInPolicy, lines: [{ when, set: { rotationDays: 1 } }] };
    expect(limitsOf(policy, subjectOf()).rotationDays).toBe(builtInPolicy.base.rotationDays);
    const model = subjectOf({ identityClass: "ai_model_credential" });
    expect(limitsOf(policy, model).rotationDays).toBe(1);
  });
});

describe("the built-in policy", () => {
  it("is a document that could be stored", () => {
    expect(policyDocument.parse(builtInPolicy)).toEqual(builtInPolicy);
  });

  it("is never looser for an AI credential than for a legacy application in its place (C19)", () => {
    fc.assert(
      fc.property(
        subject,
        fc.constantFrom(...identityClasses.filter((name) => name.startsWith("ai_"))),
        (one, identityClass) => {
          const ai = resolvePolicy(builtInPolicy, { ...one, identityClass });
          const legacy = { ...one, identityClass: "legacy_application" as const, tier: null };
          const before = resolvePolicy(builtInPolicy, legacy);
          for (const name of limitNames) expect(isLooser(name, ai[name], before[name])).toBe(false);
          expect(ai.rotationDays).toBeLessThan(before.rotationDays);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is stricter the further an agent acts without a person (C28, C29)", () => {
    const at = (tier: PolicySubject["tier"]) =>
      resolvePolicy(builtInPolicy, {
        identityClass: "ai_tool_token",
        tier,
        environment: "staging",
        privilege: "write",
      });
    const [draft, build, agent] = autonomyTiers.map(at);
    expect(draft!.exceptionDays).toBeGreaterThan(build!.exceptionDays);
    expect(build!.exceptionDays).toBeGreaterThan(agent!.exceptionDays);
    expect(agent!.rotationDays).toBeLessThan(draft!.rotationDays);
    expect(agent!.automaticDays).toBe(0);
  });

  it("asks two people for what is privileged or in production, and nobody only for what is neither", () => {
    fc.assert(
      fc.property(subject, (one) => {
        const { approvals, automaticDays } = resolvePolicy(builtInPolicy, one);
        const isWeighty = one.privilege === "admin" || one.environment === "production";
        expect(approvals === 2).toBe(isWeighty);
        expect(!isWeighty || automaticDays === 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
