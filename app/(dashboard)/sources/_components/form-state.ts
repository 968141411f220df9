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

/** A form begins with the first choice of every required list. */
export function initialConfig(fields: readonly FieldSpec[]): Config {
  const config: Config = {};
  for (const field of fields) {
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
