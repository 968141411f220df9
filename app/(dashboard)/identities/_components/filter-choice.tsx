"use client";

// Rows of a list under a search box: native options cannot show counts beside their words.
// oxlint-disable jsx-a11y/prefer-tag-over-role

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { facetWords, valueWord } from "@/components/nhi/words";
import { type IdentityFilter, toggleCondition } from "@/lib/domain/inventory/identity-filter";
import type { IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { type FacetKey, facetKeys } from "@/lib/domain/inventory/list-order";
import classes from "./filter-choice.module.css";
import type { ReadFacets } from "./use-facets";

export interface FilterChoiceProps {
  counts: ReadFacets;
  filter: IdentityFilter;
  onFilter: (filter: IdentityFilter) => void;
  onClose: () => void;
}

interface Option {
  key: FacetKey;
  value: string;
  count: number;
  chosen: boolean;
}

function optionsOf(facets: IdentityFacets, filter: IdentityFilter, wanted: string): Option[] {
  return facetKeys.flatMap((key) => {
    const chosen = new Set(([] as unknown[]).concat(filter[key as keyof IdentityFilter]));
    return facets.facets[key]
      .filter(({ value }) =>
        `${facetWords[key]} ${valueWord(key, value)} ${value}`.toLowerCase().includes(wanted),
      )
      .slice(0, wanted ? 12 : 6)
      .map((one) => ({ key, ...one, chosen: chosen.has(one.value) }));
  });
}

/** A search over all values of all facets; arrow keys move, Enter takes. */
export function FilterChoice({ counts, filter, onFilter, onClose }: FilterChoiceProps) {
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const options = optionsOf(counts.facets, filter, search.trim().toLowerCase());
  const active = Math.min(at, options.length - 1);
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  const take = (option: Option | undefined) => {
    if (!option) return;
    onFilter(toggleCondition(filter, option.key, option.value));
    onClose();
  };
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") take(options[active]);
    else if (by) setAt(Math.max(0, Math.min(options.length - 1, active + by)));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={box}
        className={classes.search}
        role="combobox"
        aria-label="Find a filter"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
        placeholder="Find a filter, for example production"
        value={search}
        onKeyDown={keys}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
      />
      {options.length === 0 ? <p className={classes.none}>No value matches</p> : null}
      <div id={id} role="listbox" aria-label="Filters" className={classes.list}>
        {facetKeys.map((key) => {
          const own = options.flatMap((option, index) =>
            option.key === key ? [[option, index] as const] : [],
          );
          if (own.length === 0) return null;
          return (
            <div key={key} role="group" aria-label={facetWords[key]}>
              <div className={classes.group} aria-hidden="true">
                {facetWords[key]}
              </div>
              {own.map(([option, index]) => (
                // The keyboard works on the box above, which names this as its active descendant.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={option.value}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  className={classes.option}
                  onPointerMove={() => setAt(index)}
                  onClick={() => take(option)}
                >
                  <span className={classes.value}>
                    {valueWord(key, option.value)}
                    {option.chosen ? <em> on, take away</em> : null}
                  </span>
                  <span className={classes.count}>
                    {counts.stale ? null : option.count.toLocaleString("en")}
                  </span>
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </>
  );
}
