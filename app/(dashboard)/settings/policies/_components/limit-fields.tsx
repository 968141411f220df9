import { NumberInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Limits } from "@/lib/domain/risk/thresholds";
import { limitOrder, limitWords } from "./limit-words";
import classes from "./policies.module.css";

interface LimitFieldsProps {
  values: Partial<Limits>;
  /** Every limit must have a value. */
  required: boolean;
  readOnly: boolean;
  onChange: (values: Partial<Limits>) => void;
  /** Behind the last limit. */
  children?: ReactNode;
}

const least: Partial<Record<keyof Limits, number>> = { approvals: 0, automaticDays: 0 };
const most: Partial<Record<keyof Limits, number>> = {
  approvals: 2,
  automaticDays: 90,
  exceptionDays: 365,
  graceDays: 365,
  reviewDays: 1095,
  ageDays: 7300,
};

/** The limits of one line; an empty one says nothing. */
export function LimitFields(props: LimitFieldsProps) {
  const { values, required, readOnly, onChange, children } = props;
  return (
    <div className={classes.limits}>
      {limitOrder.map((name) => (
        <NumberInput
          key={name}
          label={limitWords[name]}
          min={least[name] ?? 1}
          max={most[name] ?? 3650}
          clampBehavior="strict"
          allowDecimal={false}
          required={required}
          readOnly={readOnly}
          variant={readOnly ? "filled" : "default"}
          withAsterisk={false}
          hideControls
          placeholder={required ? "" : "Not set"}
          value={values[name] ?? ""}
          onChange={(next) => {
            const { [name]: _before, ...rest } = values;
            onChange(next === "" ? rest : { ...rest, [name]: Number(next) });
          }}
        />
      ))}
      {children}
    </div>
  );
}
