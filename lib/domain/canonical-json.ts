import type { JsonValue } from "./inventory/source-record";

/** JSON with keys in order and no space: the same value is always the same bytes. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    let text = "";
    for (const key of Object.keys(value).sort()) {
      text += `${text && ","}${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`;
    }
    return `{${text}}`;
  }
  return JSON.stringify(value);
}
