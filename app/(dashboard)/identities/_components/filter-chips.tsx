"use client";

import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { facetWords, valueWord } from "@/components/nhi/words";
import {
  type FilterKey,
  type IdentityFilter,
  withoutCondition,
} from "@/lib/domain/inventory/identity-filter";
import classes from "./inventory.module.css";

const moreWords: Readonly<Record<string, string>> = {
  owner: "Owned by",
  rule: "Rule",
  unknown: "Could not be checked",
  label: "Label",
  exposed: "Exposure",
  presence: "Presence",
  text: "Text",
};
const titles: Readonly<Record<string, string>> = { ...facetWords, ...moreWords };

interface Chip {
  key: string;
  title: string;
  value: string;
  without: IdentityFilter;
}

function chipsOf(filter: IdentityFilter): Chip[] {
  const { riskMin, riskMax, ...rest } = filter;
  const chips = Object.entries(rest).map(([key, value]) => ({
    key,
    title: titles[key] ?? key,
    value: (Array.isArray(value) ? value : [value]).map((one) => valueWord(key, one)).join(" or "),
    without: withoutCondition(filter, key as FilterKey),
  }));
  if (riskMin === undefined && riskMax === undefined) return chips;
  const value = `${riskMin ?? 0} to ${riskMax ?? 100}`;
  return [...chips, { key: "range", title: "Risk score", value, without: rest }];
}

interface FilterChipsProps {
  filter: IdentityFilter;
  onFilter: (filter: IdentityFilter) => void;
}

/** A chip per condition, each with its own way out. */
export function FilterChips({ filter, onFilter }: FilterChipsProps) {
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  return (
    <section className={classes.chips} aria-label="Active filters">
      {chips.map((chip) => (
        <span key={chip.key} className={classes.chip}>
          <span className={classes.chipKey}>{chip.title}</span>
          <span className={classes.chipValue}>{chip.value}</span>
          <button
            type="button"
            aria-label={`Remove filter ${chip.title}: ${chip.value}`}
            onClick={() => onFilter(chip.without)}
          >
            <IconX size={14} aria-hidden />
          </button>
        </span>
      ))}
      {chips.length > 1 ? (
        <Button variant="subtle" size="compact-xs" onClick={() => onFilter({})}>
          Clear all
        </Button>
      ) : null}
    </section>
  );
}
