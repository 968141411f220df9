import { hash } from "node:crypto";

/** JSON with ordered keys and without reading times: two readings of the same thing are equal. */
function stable(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    let list = "[";
    for (const item of value) list += `${stable(item)},`;
    return `${list}]`;
  }
  const fields = value as Record<string, unknown>;
  let text = "{";
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (key === "observedAt" || field === undefined) continue;
    text += `${JSON.stringify(key)}:${stable(field)},`;
  }
  return `${text}}`;
}

/** Tells whether a record changed since it was last written; the time of reading does not count. */
export const contentHash = (record: object): string => hash("sha1", stable(record), "base64url");
