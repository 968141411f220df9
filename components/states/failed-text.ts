import { exactTime } from "../time/time-text";

interface FailedSource {
  name: string;
  /** ISO 8601; when what is shown of it was read, null for never. */
  lastReadAt: string | null;
}

/** `A, B, C and 4 more` */
export const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
    : names.join(", ");

/** Whose last sync failed, and from when on what is shown of them is old. */
export function failedText(failed: readonly FailedSource[]): string {
  const names = listed(failed.map(({ name }) => name));
  const oldest = failed.flatMap(({ lastReadAt }) => lastReadAt ?? []).toSorted()[0];
  if (failed.length === 1)
    return oldest === undefined
      ? `The last sync of ${names} failed; it was never read.`
      : `The last sync of ${names} failed; its rows are from ${exactTime(oldest)}.`;
  return oldest === undefined
    ? `The last syncs of ${names} failed; none of them was ever read.`
    : `The last syncs of ${names} failed; the oldest of their rows are from ${exactTime(oldest)}.`;
}
