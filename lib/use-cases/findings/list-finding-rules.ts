import { severities, type Severity } from "@/lib/domain/policy/rule";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { readRuleFigures, type RuleFigure } from "../scoring/rule-answers";
import { type RuleCount, rulesStatement } from "./count-findings";
import { type FindingFilter, findingFilter } from "./finding-input";
import { frameworksOf, rulesOf, ruleText, ruleTitle } from "./rule-texts";

/** The findings of one rule, counted. */
export interface RuleGroup {
  ruleId: string;
  title: string;
  /** What to do about each of them. */
  remedy: string;
  frameworks: { id: string; title: string; framework: string }[];
  /** The worst among its findings. */
  severity: Severity;
  bySeverity: Record<Severity, number>;
  findings: number;
  oldestAt: string;
  /** For how many identities it failed, could not tell and passed; null for who sees only their own. */
  answers: RuleFigure | null;
}

/** A rule that found nothing, and for how many identities that means something. */
export interface QuietRule {
  ruleId: string;
  title: string;
  answers: RuleFigure;
}

/**
 * The rules that found something under the filter: worst first, then those with the most. Beside
 * them, unless the filter asks for certain findings, those that found nothing.
 */
export const listFindingRules = defineQuery({
  permission: "finding:read",
  input: findingFilter,
  run: async ({ ctx, input, reach }): Promise<{ items: RuleGroup[]; quiet: QuietRule[] }> => {
    const { text, values } = rulesStatement(input, reach === "own" ? personIdOf(ctx) : null);
    const [figures, rows] = await Promise.all([
      reach === "all" ? readRuleFigures(input.source ?? null) : null,
      sql<RuleCount & Record<string, unknown>>(text, values),
    ]);
    const groups = Map.groupBy(rows, (row) => row.rule_id);
    const items = [...groups].map(([ruleId, parts]) => groupOf(ruleId, parts, figures));
    return { items: items.toSorted(worstFirst), quiet: quietRules(input, figures, groups) };
  },
});

type Figures = ReadonlyMap<string, RuleFigure> | null;

function quietRules(
  { state, severity, rule, framework }: FindingFilter,
  figures: Figures,
  found: ReadonlyMap<string, unknown>,
): QuietRule[] {
  if (figures === null || state !== "open" || severity !== undefined || rule !== undefined)
    return [];
  const among = framework === undefined ? null : new Set(rulesOf(framework));
  return [...figures]
    .filter(([ruleId]) => !found.has(ruleId) && (among?.has(ruleId) ?? true))
    .map(([ruleId, answers]) => ({ ruleId, title: ruleTitle(ruleId), answers }))
    .toSorted((a, b) => b.answers.unknown - a.answers.unknown || a.title.localeCompare(b.title));
}

function groupOf(ruleId: string, parts: readonly RuleCount[], figures: Figures): RuleGroup {
  const count = (severity: Severity) =>
    parts.find((part) => part.severity === severity)?.findings ?? 0;
  const bySeverity = Object.fromEntries(
    severities.map((severity) => [severity, count(severity)]),
  ) as RuleGroup["bySeverity"];
  return {
    ruleId,
    ...ruleText(ruleId),
    frameworks: frameworksOf(ruleId),
    severity: severities.find((severity) => bySeverity[severity] > 0) ?? "low",
    bySeverity,
    findings: parts.reduce((sum, part) => sum + part.findings, 0),
    oldestAt: new Date(Math.min(...parts.map((part) => part.oldest_at.getTime()))).toISOString(),
    answers: figures?.get(ruleId) ?? null,
  };
}

const worstFirst = (a: RuleGroup, b: RuleGroup): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  b.bySeverity[a.severity] - a.bySeverity[a.severity] ||
  a.title.localeCompare(b.title);
