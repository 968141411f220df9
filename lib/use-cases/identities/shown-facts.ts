import { type Fact, unknownReasonText } from "@/lib/domain/evidence";
import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import type { ShownFact } from "@/lib/domain/inventory/identity-detail";
import type { ReadTime } from "../sources/read-times";

type Stored = Record<string, Fact<unknown> | undefined>;

const labels: readonly [key: string, label: string][] = [
  ["createdAt", "Created"],
  ["createdBy", "Created by"],
  ["lastUsedAt", "Last used"],
  ["lastUsedDetail", "Last used with"],
  ["lastRotatedAt", "Last rotated"],
  ["expiresAt", "Expires"],
  ["privilege", "Privilege"],
  ["interactive", "Can sign in as a person"],
  ["exposure", "Usable from outside"],
];
const privilegeText: Record<PrivilegeVerdict["level"], string> = {
  none: "None",
  read: "Read",
  write: "Write",
  high: "High",
  admin: "Administrator",
};
const instants = new Set(["createdAt", "lastUsedAt", "lastRotatedAt", "expiresAt"]);

/** Facts as lines for a reader, in a fixed order; an optional fact that is absent has no line. */
export function shownFacts(stored: unknown, read: ReadTime | null = null): ShownFact[] {
  const facts = (stored ?? {}) as Stored;
  return labels.flatMap(([key, label]) => {
    const fact = facts[key];
    return fact ? [shown(key, label, fact, readTime(key, read))] : [];
  });
}

/** The last use may come from a stream of sightings: only reading all of them renews it. */
const readTime = (key: string, read: ReadTime | null): string | null =>
  (key === "lastUsedAt" ? read?.all : read?.stream) ?? null;

function shown(key: string, label: string, fact: Fact<unknown>, readAt: string | null): ShownFact {
  if (fact.state === "unknown") {
    const reason = unknownReasonText[fact.reason];
    return {
      label,
      kind: "text",
      value: null,
      source: null,
      observedAt: null,
      readAt: null,
      unknown: fact.detail ? `${reason}: ${fact.detail}` : reason,
    };
  }
  const never = instants.has(key) && fact.value === null;
  return {
    label,
    kind: never ? "never" : instants.has(key) ? "instant" : "text",
    value: never ? null : inWords(key, fact.value),
    source: fact.source,
    observedAt: fact.observedAt,
    readAt: readAt !== null && readAt > fact.observedAt ? readAt : fact.observedAt,
    unknown: null,
  };
}

function inWords(key: string, value: unknown): string {
  if (key === "privilege") return privilegeText[(value as PrivilegeVerdict).level];
  if (key === "exposure") {
    const { public: open, because } = value as { public: boolean; because: string };
    return `${open ? "Yes" : "No"}: ${because}`;
  }
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return asText(value);
}

/** Any JSON value as one line of text. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The sentences behind the privilege level, or nothing when it is unknown. */
export function privilegeReasons(stored: unknown): string[] {
  const fact = (stored as Stored | null)?.privilege;
  return fact?.state === "known" ? (fact.value as { reasons: string[] }).reasons : [];
}
