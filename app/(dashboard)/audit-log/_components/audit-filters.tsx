import { FilterBar, FilterSelect, FilterText } from "@/components/states/filter-bar";
import { auditedNouns, eventTitle } from "@/lib/domain/audit/event-titles";
import type { AuditParams } from "../search-params";

const outcomes = [
  { value: "done", label: "Done" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
];

/** Everything about a noun, then each of its events once. */
const listed = auditedNouns.flatMap(({ noun, title, events }) => {
  const codes = [...new Set(events.flatMap(([, event]) => event ?? []))];
  return [
    { group: title, value: noun, label: `${title}: everything` },
    ...codes.map((code) => ({ group: title, value: code, label: eventTitle(code) ?? code })),
  ];
});

/** An address may ask for what is not listed, such as attempts or an event of an earlier version. */
const eventOptions = (asked: string | undefined) =>
  asked === undefined || listed.some(({ value }) => value === asked)
    ? listed
    : [{ value: asked, label: eventTitle(asked) ?? asked }, ...listed];

interface AuditFiltersProps {
  params: AuditParams;
  targetTypes: readonly { value: string; label: string }[];
}

export function AuditFilters({ params, targetTypes }: AuditFiltersProps) {
  return (
    <FilterBar
      label="Filter the audit log"
      action="/audit-log"
      clearHref={Object.keys(params).length > 0 ? "/audit-log" : null}
      typed
    >
      <FilterText name="actor" label="Who" value={params.actor} placeholder="Name or id" />
      <FilterSelect
        name="event"
        label="Event"
        value={params.event}
        anyLabel="Any"
        options={eventOptions(params.event)}
      />
      <FilterText
        name="target"
        label="Target"
        value={params.target}
        placeholder="Type or id"
        suggestions={targetTypes}
      />
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
