"use client";

import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { facetWords, valueWord } from "@/components/nhi/words";
import { type IdentityFilter, toggleCondition } from "@/lib/domain/inventory/identity-filter";
import { type FacetKey, facetKeys } from "@/lib/domain/inventory/list-order";
import classes from "./inventory.module.css";
import { Scrim } from "./scrim";
import { facetsId, type ReadFacets } from "./use-facets";

interface FacetDrawerProps {
  counts: ReadFacets;
  filter: IdentityFilter;
  onFilter: (filter: IdentityFilter) => void;
  /** It lies over the list, which then cannot be used. */
  covers: boolean;
  onClose: () => void;
}

const open = new Set<FacetKey>(["source", "class", "band", "ownerState", "usage"]);

/** So many values of a facet are shown before somebody asks for the others. */
const fewest = 20;

interface FacetValuesProps extends Pick<FacetDrawerProps, "counts" | "filter" | "onFilter"> {
  name: FacetKey;
  chosen: string[];
}

function FacetValues({ name, chosen, counts, filter, onFilter }: FacetValuesProps) {
  const [whole, setWhole] = useState(false);
  const values = counts.facets.facets[name];
  const shown = whole
    ? values
    : values.filter(({ value }, at) => at < fewest || chosen.includes(value));
  return (
    <>
      {shown.map(({ value, count }) => (
        <label key={value} className={classes.facetValue}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onFilter(toggleCondition(filter, name, value))}
          />
          <span className={classes.clip} data-hint-if-clipped="">
            {valueWord(name, value)}
          </span>
          <span>{counts.stale ? null : count.toLocaleString("en")}</span>
        </label>
      ))}
      {whole || shown.length < values.length ? (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? "Show fewer" : `${(values.length - shown.length).toLocaleString("en")} more`}
        </Button>
      ) : null}
    </>
  );
}

/** What covers the list takes the focus, and gives it to what opened it. */
function useBorrowedFocus(to: RefObject<HTMLElement | null>, covers: boolean): void {
  useEffect(() => {
    if (!covers) return undefined;
    to.current?.focus();
    return () => document.querySelector<HTMLElement>(`[aria-controls="${facetsId}"]`)?.focus();
  }, [to, covers]);
}

/** Values with counts, each facet as if it were not filtered itself. */
export function FacetDrawer({ counts, filter, onFilter, covers, onClose }: FacetDrawerProps) {
  const closing = useRef<HTMLButtonElement>(null);
  useBorrowedFocus(closing, covers);
  return (
    <>
      {covers ? <Scrim onClose={onClose} /> : null}
      <aside id={facetsId} className={classes.facets} aria-label="Facets">
        <Group justify="space-between" mb={4}>
          <Text size="sm" fw={600} component="h2">
            Facets
          </Text>
          <ActionIcon
            ref={closing}
            variant="subtle"
            color="gray"
            aria-label="Close facets"
            onClick={onClose}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
        {counts.stale ? (
          <Text size="sm" c="dimmed" component="output">
            The counts could not be read for this filter.
          </Text>
        ) : null}
        {facetKeys.map((key) => {
          const chosen = ([] as string[]).concat(filter[key] ?? []);
          return (
            <details key={key} className={classes.facet} open={open.has(key) || chosen.length > 0}>
              <summary>{facetWords[key]}</summary>
              <FacetValues
                name={key}
                chosen={chosen}
                counts={counts}
                filter={filter}
                onFilter={onFilter}
              />
            </details>
          );
        })}
      </aside>
    </>
  );
}
