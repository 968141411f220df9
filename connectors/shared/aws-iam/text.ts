import { createHash } from "node:crypto";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import { visible } from "@/lib/domain/visible";
import type { TagEntry } from "./details";

/** Text from outside made fit for a record: hidden characters shown as escapes, length bounded. */
export function clean(text: string, most: number): string {
  const shown = visible(text);
  return (shown.length > most ? `${shown.slice(0, most - 1)}…` : shown).toWellFormed();
}

/** An external id that fits: a long one ends in a digest of the whole, so it stays unique. */
export function boundedId(id: string): string {
  if (id.length <= 600) return id;
  const digest = createHash("sha256").update(id).digest("hex").slice(0, 32);
  return `${id.slice(0, 560)}#${digest}`;
}

/** ISO 8601 of a date in either form, or null when there is none or it is no date. */
export function isoDate(value: Date | string | undefined | null): string | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === "string" ? Date.parse(value) : value.getTime();
  const isDate = time >= 0 && time < Date.UTC(10_000, 0);
  return isDate ? new Date(time).toISOString() : null;
}

/** Tags as a record that fits: at most 60, names and values bounded. */
export function tagsOf(tags: readonly TagEntry[] | undefined): Record<string, string> {
  const entries = (tags ?? [])
    .slice(0, 60)
    .flatMap((tag): [string, string][] =>
      tag.Key ? [[clean(tag.Key, 300), clean(tag.Value ?? "", 1000)]] : [],
    );
  return Object.fromEntries(entries);
}

/** A known date, or unknown where the answer holds none. */
export function dateFact(
  value: Date | string | undefined,
  source: string,
  now: Date,
): Fact<string> {
  const iso = isoDate(value);
  return iso === null ? unknown("unreadable", `${source} gave no date`) : known(iso, source, now);
}

/** CloudTrail alone knows creators, for 90 days. */
export const creatorUnknown = unknown(
  "not_collected",
  "Only CloudTrail records the creator, for 90 days",
);
