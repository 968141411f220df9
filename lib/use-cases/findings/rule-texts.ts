import type { Rule } from "@/lib/domain/policy/rule";

const rules: readonly Rule[] = [];
const byId = new Map(rules.map((rule) => [rule.id, rule]));

export const ruleTitle = (ruleId: string): string => byId.get(ruleId)?.title ?? ruleId;

/** The framework entries a rule gives evidence for. */
export function frameworksOf(ruleId: string): { id: string; title: string; framework: string }[] {
  return (byId.get(ruleId)?.frameworks ?? []).map((id) => ({ id, title: id, framework: id }));
}

/** The rules that give evidence for a framework's entry. */
export const rulesOf = (frameworkId: string): string[] =>
  rules.filter((rule) => rule.frameworks.includes(frameworkId)).map((rule) => rule.id);

/** Findings by framework entry, from the findings by rule. */
export function frameworkEntries(countByRule: ReadonlyMap<string, number>) {
  const counts = new Map<string, number>();
  for (const [ruleId, count] of countByRule) {
    for (const { id } of frameworksOf(ruleId)) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, label: value, count }));
}
