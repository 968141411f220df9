import { frameworkItem } from "@/lib/domain/policy/frameworks";
import { rules } from "@/lib/domain/policy/rules/index";

const byId = new Map(rules.map((rule) => [rule.id, rule]));

export const ruleTitle = (ruleId: string): string => byId.get(ruleId)?.title ?? ruleId;

/** A rule's title and remedy; a rule that this version no longer has goes by its id. */
export const ruleText = (ruleId: string): { title: string; remedy: string } => {
  const rule = byId.get(ruleId);
  return { title: rule?.title ?? ruleId, remedy: rule?.remedy ?? "This rule exists no more." };
};

/** `NHI7:2025 Long-Lived Secrets`; an entry that is not known goes by its id. */
export function frameworkLabel(id: string): string {
  const found = frameworkItem(id);
  if (!found) return id;
  return `${id} ${found.item.title ?? `${found.framework.name} ${found.framework.version}`}`;
}

/** The framework entries a rule gives evidence for, in the frameworks' own words. */
export function frameworksOf(ruleId: string): { id: string; title: string; framework: string }[] {
  return (byId.get(ruleId)?.frameworks ?? []).flatMap((id) => {
    const found = frameworkItem(id);
    if (!found) return [];
    const framework = `${found.framework.name} ${found.framework.version}`;
    return [{ id, title: found.item.title ?? framework, framework }];
  });
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
  return [...counts].map(([value, count]) => ({ value, label: frameworkLabel(value), count }));
}
