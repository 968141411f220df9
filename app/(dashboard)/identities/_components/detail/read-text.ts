import { exactTime } from "@/components/time/time-text";
import type { ShownFact } from "@/lib/domain/inventory/identity-detail";

const hourMs = 3_600_000;

/** When it was last read, and since when the source has said the same. */
export function readText({
  source,
  observedAt,
  readAt,
}: Pick<ShownFact, "source" | "observedAt" | "readAt">): string | null {
  if (source === null || source === "") return null;
  if (observedAt === null) return source;
  const last = readAt ?? observedAt;
  const read = `${source}, read ${exactTime(last)}`;
  // Within one sync, minutes lie between reading a page and the end of its stream.
  if (Date.parse(last) - Date.parse(observedAt) < hourMs) return read;
  return `${read}, unchanged since ${exactTime(observedAt)}`;
}
