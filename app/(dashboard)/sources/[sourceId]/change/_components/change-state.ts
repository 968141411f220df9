import type { FieldSpec } from "../../../_components/config-input";
import { type Config, isShown } from "../../../_components/form-state";

/** What is stored, without the secrets themselves. */
export interface Stored {
  fields: readonly FieldSpec[];
  config: Config;
  storedSecrets: readonly string[];
  addressFields: readonly string[];
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

/** Whether the secrets would be sent to another address than before. */
export const isElsewhere = ({ addressFields, config: before }: Stored, config: Config): boolean =>
  addressFields.some(
    (name) => JSON.stringify(config[name] ?? "") !== JSON.stringify(before[name] ?? ""),
  );

/** The connector's fields, where a stored secret need not be typed again. */
export function fieldsToChange(stored: Stored, config: Config): FieldSpec[] {
  const elsewhere = isElsewhere(stored, config);
  return stored.fields.map((field) => {
    if (!stored.storedSecrets.includes(field.name)) return field;
    return elsewhere
      ? { ...field, help: "Fill it in again: the address changes." }
      : { ...field, required: false, help: "Kept as it is; fill in to replace." };
  });
}

/** Stored secrets that the form could do without, and that nobody is about to replace. */
export const removableSecrets = (stored: Stored, config: Config): FieldSpec[] =>
  stored.fields.filter(
    (field) =>
      stored.storedSecrets.includes(field.name) &&
      !field.required &&
      isShown(field, config) &&
      isEmpty(config[field.name]),
  );

/** What is sent: what was filled in, and null for what was there and is not to stay. */
export function changedConfig(stored: Stored, config: Config): Config {
  const sent: Config = {};
  for (const field of stored.fields.filter((each) => isShown(each, config))) {
    const { name } = field;
    const value = config[name];
    if (!isEmpty(value)) sent[name] = value;
    else if (stored.storedSecrets.includes(name) ? value === null : !isEmpty(stored.config[name]))
      sent[name] = null;
  }
  return sent;
}
