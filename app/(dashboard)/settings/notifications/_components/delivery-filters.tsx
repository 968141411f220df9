import { FilterBar, FilterSelect } from "@/components/states/filter-bar";
import { deliveryWords } from "./delivery-words";

interface DeliveryFiltersProps {
  params: { state?: string; channelId?: string };
  channels: readonly { id: string; name: string }[];
}

export function DeliveryFilters({ params, channels }: DeliveryFiltersProps) {
  return (
    <FilterBar
      label="Filter deliveries"
      action="/settings/notifications"
      clearHref={params.state || params.channelId ? "/settings/notifications" : null}
    >
      <FilterSelect
        name="state"
        label="State"
        value={params.state}
        anyLabel="Any"
        options={Object.entries(deliveryWords).map(([value, { label }]) => ({ value, label }))}
      />
      <FilterSelect
        name="channelId"
        label="Channel"
        value={params.channelId}
        anyLabel="Any"
        options={channels.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </FilterBar>
  );
}
