import { FilterBar, FilterSelect } from "@/components/states/filter-bar";
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
  return (
    <FilterBar label="Filter findings">
      <FilterSelect
        name="state"
        label="State"
        value={params.state ?? "open"}
        options={[
          { value: "open", label: "Open" },
          { value: "resolved", label: "Resolved" },
        ]}
      />
      <FilterSelect
        name="severity"
        label="Severity"
        value={params.severity}
        anyLabel="Any"
        options={severity}
      />
      <FilterSelect
        name="rule"
        label="Rule"
        value={params.rule}
        anyLabel="Any"
        options={facets.rule}
      />
      <FilterSelect
        name="source"
        label="Source"
        value={params.source}
        anyLabel="Any"
        options={facets.source}
      />
      <FilterSelect
        name="framework"
        label="Framework"
        value={params.framework}
        anyLabel="Any"
        options={facets.framework}
      />
    </FilterBar>
  );
}
