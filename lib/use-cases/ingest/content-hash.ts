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

const needsOrder = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !isInOrder(value);

const inOrder = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
const orderedAs = (name: string, value: unknown): object =>
  needsOrder(value) ? { [name]: inOrder(value) } : {};

/**
 * Tells whether a record changed since it was last written; the time of reading does not count, nor
 * does the order of tags and attributes, which providers shuffle. A connector builds all else in
 * one order.
 */
export function contentHash(record: object): string {
  const { tags, attributes } = record as { tags?: unknown; attributes?: unknown };
  const ordered =
    needsOrder(tags) || needsOrder(attributes)
      ? { ...record, ...orderedAs("tags", tags), ...orderedAs("attributes", attributes) }
      : record;
  return hash("sha1", JSON.stringify(ordered).replace(readingTimes, ""), "base64url");
}
