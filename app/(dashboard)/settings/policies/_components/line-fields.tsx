import { Button, Group, MultiSelect } from "@mantine/core";
import { classWords } from "@/components/nhi/words";
import { autonomyTiers } from "@/lib/domain/identity/autonomy";
import { environments, identityClasses, privilegeLevels } from "@/lib/domain/identity/identity";
import type { PolicyLine } from "@/lib/domain/policy/policy";
import { LimitFields } from "./limit-fields";
import { partWords } from "./limit-words";
import classes from "./policies.module.css";

interface LineFieldsProps {
  line: PolicyLine;
  number: number;
  readOnly: boolean;
  onChange: (line: PolicyLine) => void;
  onRemove: () => void;
}

const words = (value: string): string =>
  classWords[value as keyof typeof classWords] ?? partWords[value] ?? value;
const parts = [
  ["classes", "Class", identityClasses],
  ["tiers", "Autonomy", autonomyTiers],
  ["environments", "Environment", environments],
  ["privileges", "Privilege", privilegeLevels],
] as const;

/** `Environment: Test or Development, Privilege: Read`; empty when the line names nothing. */
const namedBy = (when: PolicyLine["when"]): string =>
  parts
    .filter(([part]) => when[part].length > 0)
    .map(([part, label]) => `${label}: ${when[part].map(words).join(" or ")}`)
    .join(", ");

/** One line: for whom, and what it says. */
export function LineFields({ line, number, readOnly, onChange, onRemove }: LineFieldsProps) {
  return (
    <fieldset className={classes.line}>
      <legend>{namedBy(line.when) || `Line ${number}: name something`}</legend>
      <div className={classes.limits}>
        {parts.map(([part, label, all]) => (
          <MultiSelect
            key={part}
            label={label}
            placeholder={line.when[part].length === 0 ? "Any" : ""}
            data={all.map((value) => ({ value, label: words(value) }))}
            value={[...line.when[part]]}
            readOnly={readOnly}
            variant={readOnly ? "filled" : "default"}
            onChange={(next) => onChange({ ...line, when: { ...line.when, [part]: next } })}
          />
        ))}
      </div>
      <Group mt="sm" />
      <LimitFields
        values={line.set}
        required={false}
        readOnly={readOnly}
        onChange={(set) => onChange({ ...line, set })}
      >
        {readOnly ? null : (
          <Button variant="default" size="sm" className={classes.remove} onClick={onRemove}>
            Remove line {number}
          </Button>
        )}
      </LimitFields>
    </fieldset>
  );
}
