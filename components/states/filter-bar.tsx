import type { ReactNode } from "react";
import classes from "./filter-bar.module.css";

/** Filters as an ordinary form: the address is the state, and it works before any script runs. */
export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <form method="get" className={classes.bar} aria-label={label}>
      {children}
      <button type="submit" className={classes.apply}>
        Apply
      </button>
    </form>
  );
}

interface FilterSelectProps {
  name: string;
  label: string;
  value: string | undefined;
  anyLabel?: string;
  options: readonly { value: string; label: string; count?: number }[];
}

export function FilterSelect({ name, label, value, anyLabel, options }: FilterSelectProps) {
  return (
    <label className={classes.field}>
      <span>{label}</span>
      <select name={name} defaultValue={value ?? ""}>
        {anyLabel ? <option value="">{anyLabel}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
            {option.count === undefined ? "" : ` (${option.count.toLocaleString("en-GB")})`}
          </option>
        ))}
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
}

export function FilterText({ name, label, value, type = "text", placeholder }: FilterTextProps) {
  return (
    <label className={classes.field}>
      <span>{label}</span>
      <input name={name} type={type} defaultValue={value ?? ""} placeholder={placeholder} />
    </label>
  );
}
