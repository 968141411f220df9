import { FilterBar, FilterSelect } from "@/components/states/filter-bar";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";

interface Facet {
  value: string;
  label: string;
  count: number;
}

interface FindingFiltersProps {
  params: FindingParams;
  facets: Record<"severity" | "rule" | "source" | "framework", Facet[]>;
}

const words: Record<string, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

export function FindingFilters({ params, facets }: FindingFiltersProps) {
  const order = Object.keys(words);
  const severity = facets.severity
    .toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
    .map((facet) => ({ ...facet, label: words[facet.value] ?? facet.value }));
  const { state, view, severity: worst, rule, source, framework } = params;
  const isFiltered = [worst, rule, source, framework].some((value) => value !== undefined);
  return (
    <FilterBar
      label="Filter findings"
      action="/findings"
      keep={{ state, view }}
      clearHref={
        isFiltered
          ? findingsHref({}, { ...(state ? { state } : {}), ...(view ? { view } : {}) })
          : null
      }
    >
      <FilterSelect
        name="severity"
        label="Severity"
        value={worst}
        anyLabel="Any"
        options={severity}
      />
      <FilterSelect name="rule" label="Rule" value={rule} anyLabel="Any" options={facets.rule} />
      <FilterSelect
        name="source"
        label="Source"
        value={source}
        anyLabel="Any"
        options={facets.source}
      />
      <FilterSelect
        name="framework"
        label="Framework"
        value={framework}
        anyLabel="Any"
        options={facets.framework}
      />
    </FilterBar>
  );
}
