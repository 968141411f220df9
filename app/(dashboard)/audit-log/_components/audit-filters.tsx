import { FilterBar, FilterSelect, FilterText } from "@/components/states/filter-bar";
import type { AuditParams } from "../search-params";

const outcomes = [
  { value: "done", label: "Done" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
];

export function AuditFilters({ params }: { params: AuditParams }) {
  return (
    <FilterBar
      label="Filter the audit log"
      action="/audit-log"
      clearHref={Object.keys(params).length > 0 ? "/audit-log" : null}
      typed
    >
      <FilterText name="actor" label="Who" value={params.actor} placeholder="Name or id" />
      <FilterText
        name="event"
        label="Event"
        value={params.event}
        placeholder="source, source.added"
      />
      <FilterText name="target" label="Target" value={params.target} placeholder="Type or id" />
      <FilterSelect
        name="outcome"
        label="Outcome"
        value={params.outcome}
        anyLabel="Any"
        options={outcomes}
      />
      <FilterText name="from" label="From (UTC)" value={params.from} type="date" />
      <FilterText name="to" label="To (UTC)" value={params.to} type="date" />
    </FilterBar>
  );
}
