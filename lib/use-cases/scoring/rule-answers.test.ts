import { expect, it } from "vitest";
import type { Evaluation } from "@/lib/domain/policy/evaluate";
import type { RuleOutcome } from "@/lib/domain/policy/rule";
import { rules } from "@/lib/domain/policy/rules/index";
import { answersOf, mostRules } from "./rule-answers";

const outcomes: RuleOutcome[] = [
  { state: "pass" },
  { state: "not_applicable" },
  { state: "unknown", because: "Its source does not say", reason: "not_collected" },
  { state: "fail", violations: [{ key: "a", evidence: "It is so", facts: [] }] },
];
const answered = (changed: number, to: number): Evaluation[] =>
  rules.map((rule, at) => ({ rule, outcome: outcomes[at === changed ? to : 0]! }));

it("tells apart one other answer of any rule, and nothing else", () => {
  expect(rules.length).toBeLessThanOrEqual(mostRules);
  const all = answered(-1, 0);
  const digests = new Set([answersOf(all)]);
  for (const at of rules.keys())
    for (const to of [1, 2, 3]) digests.add(answersOf(answered(at, to)));
  expect(digests.size).toBe(1 + 3 * rules.length);
  const reworded = all.map(({ rule }) => ({ rule, outcome: { state: "pass" as const } }));
  expect(answersOf(reworded)).toBe(answersOf(all));
});
