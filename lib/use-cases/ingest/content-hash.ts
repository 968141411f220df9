import { hash } from "node:crypto";

const readingTimes = /"observedAt":"[^"]*",?/g;

function inOrder(value: object): object {
  const entries = Object.entries(value);
  if (entries.length < 2) return value;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Tells whether a record changed since it was last written; the time of reading does not count, nor
 * does the order of tags and attributes, which providers shuffle. A connector builds all else in
 * one order.
 */
export function contentHash(record: object): string {
  const { tags, attributes } = record as { tags?: unknown; attributes?: unknown };
  const ordered = {
    ...record,
    ...(typeof tags === "object" && tags !== null ? { tags: inOrder(tags) } : {}),
    ...(typeof attributes === "object" && attributes !== null
      ? { attributes: inOrder(attributes) }
      : {}),
  };
  return hash("sha1", JSON.stringify(ordered).replace(readingTimes, ""), "base64url");
}
