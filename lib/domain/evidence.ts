/** Why a fact cannot be given. Unknown is shown and counted; it is never scored as bad or as good. */
export const unknownReasons = [
  "not_offered",
  "permission_missing",
  "not_collected",
  "not_tracked_yet",
  "stale",
  "unreadable",
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

/** A value, the call or file it came from, and when it was read (ISO 8601, UTC). */
export interface Known<T> {
  state: "known";
  value: T;
  source: string;
  observedAt: string;
}

export interface Unknown {
  state: "unknown";
  reason: UnknownReason;
  /** One sentence for a reader: which permission, which plan, which limit. */
  detail?: string;
}

export type Fact<T> = Known<T> | Unknown;

export function known<T>(value: T, source: string, observedAt: Date): Known<T> {
  return { state: "known", value, source, observedAt: observedAt.toISOString() };
}

export function unknown(reason: UnknownReason, detail?: string): Unknown {
  return detail === undefined ? { state: "unknown", reason } : { state: "unknown", reason, detail };
}

/** The value of a known fact, else undefined. `null` stays null: the provider said "never" or "none". */
export function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === "known" ? fact.value : undefined;
}

export const unknownReasonText: Record<UnknownReason, string> = {
  not_offered: "The provider does not offer this",
  permission_missing: "Permission missing",
  not_collected: "Not collected by this source",
  not_tracked_yet: "Outside the provider's tracking window",
  stale: "The last reading is too old",
  unreadable: "The provider's answer could not be read",
};
