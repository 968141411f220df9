import { frameworkItem } from "@/lib/domain/policy/frameworks";
import { rules } from "@/lib/domain/policy/rules/index";

const byId = new Map(rules.map((rule) => [rule.id, rule]));

export const ruleTitle = (ruleId: string): string => byId.get(ruleId)?.title ?? ruleId;

/** A rule's title and remedy; a rule that this version no longer has goes by its id. */
export const ruleText = (ruleId: string): { title: string; remedy: string } => {
  const rule = byId.get(ruleId);
  return { title: rule?.title ?? ruleId, remedy: rule?.remedy ?? "This rule exists no more." };
};

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
  const counts = new Map<string, { label: string; count: number }>();
  for (const [ruleId, count] of countByRule) {
    for (const { id, title } of frameworksOf(ruleId)) {
      counts.set(id, { label: `${id} ${title}`, count: (counts.get(id)?.count ?? 0) + count });
    }
  }
  return [...counts].map(([value, entry]) => ({ value, ...entry }));
}
