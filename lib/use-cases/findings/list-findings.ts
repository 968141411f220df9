import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { decodeCursor, encodeCursor, findingFilter, findingListInput } from "./finding-input";
import { countFacets, countStates, type FacetCount } from "./count-findings";
import { cursorOf, readFindings, toFindingRow, type FindingRow } from "./finding-sql";
import { frameworkEntries, ruleTitle } from "./rule-texts";

/** Findings by severity, newest first within it. */
export const listFindings = defineQuery({
  permission: "finding:read",
  input: findingListInput,
  run: async ({
    ctx,
    input,
    reach,
  }): Promise<{ items: FindingRow[]; nextCursor: string | null }> => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const after = input.cursor ? decodeCursor(input.cursor) : null;
    const rows = await readFindings(input, ownerId, after, input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    const nextCursor = rows.length > input.limit && last ? encodeCursor(cursorOf(last)) : null;
    return { items: page.map(toFindingRow), nextCursor };
  },
});

export interface Facet {
  value: string;
  label: string;
  count: number;
}

/** How many findings each choice of a filter would leave, over the state that is shown. */
export const listFindingFacets = defineQuery({
  permission: "finding:read",
  input: findingFilter.pick({ state: true }),
  run: async ({ ctx, input, reach }) => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const [state, counts] = await Promise.all([countStates(ownerId), countFacets(input, ownerId)]);
    const facet = (value: (of: FacetCount) => string | null, label: (of: FacetCount) => string) =>
      counts.flatMap((of): Facet[] => {
        const found = value(of);
        return found === null ? [] : [{ value: found, label: label(of), count: of.count }];
      });
    const rule = facet(
      (of) => of.ruleId,
      (of) => ruleTitle(of.ruleId ?? ""),
    );
    return {
      state,
      severity: facet(
        (of) => of.severity,
        (of) => of.severity ?? "",
      ),
      rule,
      source: facet(
        (of) => of.sourceId,
        (of) => of.sourceName ?? "",
      ),
      framework: frameworkEntries(new Map(rule.map(({ value, count }) => [value, count]))),
    };
  },
});
