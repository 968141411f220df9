import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { countFacets, type FacetCount } from "./count-findings";
import { findingFilter, type findingStates } from "./finding-input";
import { frameworkEntries, frameworkLabel, ruleTitle } from "./rule-texts";

export interface Facet {
  value: string;
  label: string;
  count: number;
}

/** What is chosen stays among the choices where it would leave nothing, if it has a name. */
function withChosen(
  facets: Facet[],
  value: string | undefined,
  labelOf: (of: { value: string }) => string | null,
): Facet[] {
  if (value === undefined || facets.some((facet) => facet.value === value)) return facets;
  const label = labelOf({ value });
  return label === null ? facets : [...facets, { value, label, count: 0 }];
}

const itself = ({ value }: { value: string }): string => value;
const byRule = ({ value }: { value: string }): string => ruleTitle(value);
const byEntry = ({ value }: { value: string }): string => frameworkLabel(value);

const byFramework = (rules: readonly Facet[]): Facet[] =>
  frameworkEntries(new Map(rules.map(({ value, count }) => [value, count])));

function byState(facets: readonly Facet[]): Record<(typeof findingStates)[number], number> {
  const count = (state: string) => facets.find(({ value }) => value === state)?.count ?? 0;
  return {
    open: count("open"),
    reopened: count("reopened"),
    excepted: count("excepted"),
    resolved: count("resolved"),
  };
}

/** The name of a source without findings under the other conditions; whoever sees all may know it. */
async function sourceName(id: string | undefined, ownerId: string | null): Promise<string | null> {
  if (id === undefined || ownerId !== null) return null;
  const [source] = await sql<{ name: string }>(
    "SELECT name FROM source WHERE id = $1::uuid AND removed_at IS NULL",
    [id],
  );
  return source?.name ?? null;
}

/** How many findings each choice of a filter would leave under the other conditions. */
export const listFindingFacets = defineQuery({
  permission: "finding:read",
  input: findingFilter,
  run: async ({ ctx, input, reach }) => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const [counts, name] = await Promise.all([
      countFacets(input, ownerId),
      sourceName(input.source, ownerId),
    ]);
    const of = (facet: FacetCount["facet"], label: (of: FacetCount) => string) =>
      counts
        .filter((each) => each.facet === facet)
        .map((each): Facet => ({ value: each.value, label: label(each), count: each.count }));
    const { severity, rule, source, framework } = input;
    return {
      state: byState(of("state", itself)),
      severity: withChosen(of("severity", itself), severity, itself),
      rule: withChosen(of("rule", byRule), rule, byRule),
      source: withChosen(
        of("source", ({ label }) => label ?? ""),
        source,
        () => name,
      ),
      framework: withChosen(byFramework(of("framework", itself)), framework, byEntry),
    };
  },
});
