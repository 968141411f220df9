import type { Refusal } from "@/lib/domain/answer";
import { isAsked } from "@/lib/domain/inventory/form-field";
import type { FieldSpec } from "./config-input";

export type Config = Record<string, unknown>;

/** Whether a field belongs to the form as it is filled in now. */
export function isShown(field: FieldSpec, config: Config): boolean {
  return field.input !== "file" && isAsked(field, config);
}

/** A template with what the form holds; what is still empty keeps the name of its field. */
export const filledIn = (template: string, config: Config): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = config[name];
    return typeof value === "string" && value !== "" ? value : whole;
  });

/** A form begins with the first choice of every required list, and with what is on by itself. */
export function initialConfig(fields: readonly FieldSpec[]): Config {
  const config: Config = {};
  for (const field of fields) {
    if (field.startsOn) config[field.name] = true;
    const first = field.options?.[0]?.value;
    if (field.input === "select" && field.required && first !== undefined) {
      config[field.name] = first;
    }
  }
  return config;
}

/** What is sent: the shown fields that were filled in. */
export function sentConfig(fields: readonly FieldSpec[], config: Config): Config {
  const entries = fields
    .filter((field) => isShown(field, config))
    .map((field): [string, unknown] => [field.name, config[field.name]])
    .filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(entries);
}

/** A refusal as the form calls its fields: what is wrong with a line of a list is wrong with the list. */
export function refusalInForm(
  fields: readonly Pick<FieldSpec, "name" | "label">[],
  refusal: Refusal,
): Refusal {
  const known = [...fields, { name: "name", label: "Name" }];
  const errors: Record<string, string> = {};
  let message = refusal.message;
  for (const [path, problem] of Object.entries(refusal.fields ?? {})) {
    const [name = path, entry] = path.split(".");
    const isLine = entry !== undefined && /^\d+$/.test(entry);
    const inWords = isLine ? `Line ${Number(entry) + 1}: ${problem}` : problem;
    errors[name] ??= inWords;
    const { label = name } = known.find((field) => field.name === name) ?? {};
    if (message.startsWith(`${path}: ${problem}`))
      message = `${label}: ${inWords}${message.slice(path.length + 2 + problem.length)}`;
  }
  return { ...refusal, message, fields: errors };
}
