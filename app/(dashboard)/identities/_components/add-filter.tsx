"use client";

import { Button, Combobox, ScrollArea, useCombobox } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { facetWords, valueWord } from "@/components/nhi/words";
import { type IdentityFilter, toggleCondition } from "@/lib/domain/inventory/identity-filter";
import { type FacetKey, facetKeys, type IdentityFacets } from "@/lib/domain/inventory/identity-row";

interface AddFilterProps {
  facets: IdentityFacets;
  filter: IdentityFilter;
  onFilter: (filter: IdentityFilter) => void;
  /** Grows each time `F` is pressed. */
  asked: number;
}

/** One box over all conditions and values: type "prod" and take Environment: Production. */
export function AddFilter({ facets, filter, onFilter, asked }: AddFilterProps) {
  const [search, setSearch] = useState("");
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch("");
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const { openDropdown } = combobox;
  useEffect(() => {
    if (asked > 0) openDropdown();
    // Only a new request opens it again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [asked]);
  const wanted = search.trim().toLowerCase();
  const groups = facetKeys.flatMap((key) => {
    const values = facets.facets[key].filter(({ value }) =>
      `${facetWords[key]} ${valueWord(key, value)} ${value}`.toLowerCase().includes(wanted),
    );
    return values.length > 0 ? [{ key, values: values.slice(0, wanted ? 12 : 6) }] : [];
  });
  const take = (option: string) => {
    const [key = "kind", ...value] = option.split(":");
    onFilter(toggleCondition(filter, key as FacetKey, value.join(":")));
    combobox.closeDropdown();
  };
  return (
    <Combobox
      store={combobox}
      width={320}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={take}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconFilterPlus size={16} aria-hidden />}
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          Filter
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          aria-label="Find a filter"
          placeholder="Find a filter, for example production"
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options aria-label="Filters">
          <ScrollArea.Autosize mah={340} type="auto">
            {groups.length === 0 ? <Combobox.Empty>No value matches</Combobox.Empty> : null}
            {groups.map(({ key, values }) => (
              <Combobox.Group key={key} label={facetWords[key]}>
                {values.map(({ value, count }) => (
                  <Combobox.Option key={value} value={`${key}:${value}`}>
                    {valueWord(key, value)} · {count.toLocaleString("en")}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
