import { hash } from "node:crypto";

const readingTimes = /"observedAt":"[^"]*",?/g;

function isInOrder(value: object): boolean {
  let before = "";
  for (const name in value) {
    if (name < before) return false;
    before = name;
  }
  return true;
}

const inOrder = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Tells whether a record changed since it was last written; the time of reading does not count, nor
 * does the order of tags and attributes, which providers shuffle. A connector builds all else in
 * one order.
 */
export function contentHash(record: object): string {
  let ordered = record;
  for (const name of ["tags", "attributes"] as const) {
    const value = (record as Partial<Record<typeof name, unknown>>)[name];
    if (typeof value === "object" && value !== null && !isInOrder(value))
      ordered = { ...ordered, [name]: inOrder(value) };
  }
  return hash("sha1", JSON.stringify(ordered).replace(readingTimes, ""), "base64url");
}
