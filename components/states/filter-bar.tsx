"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef } from "react";
import { useChoices } from "./use-choices";
import classes from "./filter-bar.module.css";

interface FilterBarProps {
  label: string;
  /** The page's path; the filters become its query. */
  action: string;
  /** Conditions of the address that are not in the form and stay. */
  keep?: Readonly<Record<string, string | undefined>>;
  /** Where all conditions of the form are gone; null when there are none. */
  clearHref: string | null;
  /** Fields that are typed are applied with Enter or this button. */
  typed?: boolean;
  children: ReactNode;
}

function addressOf(form: HTMLFormElement, action: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
  }
  const text = query.toString();
  return text ? `${action}?${text}` : action;
}

/** Whether a select shows something else than the page was drawn with. */
function wasChosen(select: HTMLSelectElement): boolean {
  const options = [...select.options];
  const drawn = options.find((option) => option.defaultSelected) ?? options[0];
  return drawn !== undefined && select.value !== drawn.value;
}

/** Filters as an ordinary form: the address is the state, and a choice applies when it is made. */
export function FilterBar({ label, action, keep, clearHref, typed, children }: FilterBarProps) {
  const router = useRouter();
  const bar = useRef<HTMLFormElement>(null);
  const apply = (form: HTMLFormElement) => router.push(addressOf(form, action), { scroll: false });
  const choices = useChoices(apply);
  // A choice made while the page was coming to life reached nobody: it applies now.
  const applyEarly = useEffectEvent(() => {
    const form = bar.current;
    if (form && [...form.querySelectorAll("select")].some(wasChosen)) apply(form);
  });
  useEffect(() => applyEarly(), []);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  return (
    <form
      ref={bar}
      // Or a browser that fills in what was chosen before would look like a person choosing.
      autoComplete="off"
      method="get"
      action={action}
      className={classes.bar}
      aria-label={label}
      onSubmit={onSubmit}
      {...choices}
    >
      {Object.entries(keep ?? {}).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      {children}
      {typed ? (
        <button type="submit" className={classes.apply}>
          Apply
        </button>
      ) : null}
      {clearHref ? (
        <Link href={clearHref} className={classes.clear} scroll={false}>
          Clear filters
        </Link>
      ) : null}
    </form>
  );
}

/** Fields keep what is typed but follow the address when that changes under them. */
function useFollow<Field extends HTMLInputElement | HTMLSelectElement>(value: string) {
  const field = useRef<Field>(null);
  const shown = useRef(value);
  useEffect(() => {
    if (shown.current === value) return;
    shown.current = value;
    if (field.current) field.current.value = value;
  }, [value]);
  return field;
}

interface FilterSelectProps {
  name: string;
  label: string;
  value: string | undefined;
  anyLabel?: string;
  options: readonly FilterOption[];
}

interface FilterOption {
  value: string;
  label: string;
  count?: number;
  /** Options of one group stand under its title. */
  group?: string;
}

const toOption = ({ value, label, count }: FilterOption) => (
  <option key={value} value={value}>
    {label}
    {count === undefined ? "" : ` (${count.toLocaleString("en-GB")})`}
  </option>
);

export function FilterSelect({ name, label, value = "", anyLabel, options }: FilterSelectProps) {
  const field = useFollow<HTMLSelectElement>(value);
  const isListed = value === "" || options.some((option) => option.value === value);
  return (
    <label className={classes.field} data-set={value !== "" || undefined}>
      <span>{label}</span>
      <select ref={field} name={name} defaultValue={value}>
        {anyLabel ? <option value="">{anyLabel}</option> : null}
        {isListed ? null : <option value={value}>{value} (0)</option>}
        {[...Map.groupBy(options, ({ group }) => group)].map(([group, grouped]) =>
          group === undefined ? (
            grouped.map(toOption)
          ) : (
            <optgroup key={group} label={group}>
              {grouped.map(toOption)}
            </optgroup>
          ),
        )}
      </select>
    </label>
  );
}

interface FilterTextProps {
  name: string;
  label: string;
  value: string | undefined;
  type?: "text" | "date";
  placeholder?: string;
  /** Offered while typing; anything else may be typed too. */
  suggestions?: readonly { value: string; label: string }[];
}

export function FilterText({
  name,
  label,
  value = "",
  type = "text",
  placeholder,
  suggestions,
}: FilterTextProps) {
  const field = useFollow<HTMLInputElement>(value);
  const listId = useId();
  return (
    <label className={classes.field} data-set={value !== "" || undefined}>
      <span>{label}</span>
      <input
        ref={field}
        name={name}
        type={type}
        defaultValue={value}
        placeholder={placeholder}
        list={suggestions ? listId : undefined}
      />
      {suggestions ? (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion.value} value={suggestion.value}>
              {suggestion.label}
            </option>
          ))}
        </datalist>
      ) : null}
    </label>
  );
}
