import { exactTime } from "@/components/time/time-text";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import { optionWords } from "./option-words";

const actorWords: Record<string, string> = {
  person: "Person",
  token: "API token",
  operator: "Command line",
  system: "Muster itself",
  anonymous: "Not signed in",
};

/** Who it was and in what way; a visitor without a name is said in words. */
export function actorText({ actorType, actorName }: AuditLine): { name: string; kind: string } {
  const kind = actorWords[actorType] ?? actorType;
  if (actorType === "anonymous") return { name: kind, kind: "" };
  return actorType === "system" ? { name: kind, kind: actorName } : { name: actorName, kind };
}

const outcomeWords: Record<string, string> = {
  done: "Done",
  refused: "Refused",
  failed: "Failed",
};

/** Writing these down succeeded; what they tell of did not. */
const mishaps = new Set(["offboarding.failed", "evidence.failed", "checkpoint.undelivered"]);

/** How it ended, in a word and a mark. */
export function outcomeText({ event, outcome }: AuditLine): { mark: string; text: string } {
  // Earlier versions wrote it down as done.
  if (event === "session.refused") return { mark: "refused", text: "Refused" };
  if (outcome === "done" && mishaps.has(event)) return { mark: "recorded", text: "Recorded" };
  return { mark: outcome, text: outcomeWords[outcome] ?? outcome };
}

const refusals: Record<string, string> = {
  unauthenticated: "not signed in",
  forbidden: "not allowed",
  step_up_required: "the second factor was not confirmed again",
  invalid_input: "what was sent is not valid",
  not_found: "not there, or not theirs to see",
  conflict: "its state did not allow it",
  rate_limited: "too many attempts",
  too_large: "too large",
  unavailable: "could not be done at that time",
};

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z$/.test(text);

/** A value in words, with nothing of it lost; an option goes by the words of its screen. */
function spoken(value: JsonValue, words: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value.toLocaleString("en-GB");
  if (typeof value === "string")
    return words[value] ?? (isInstant(value) ? exactTime(value) : value);
  const parts = Array.isArray(value)
    ? value.map((each) => (typeof each === "object" ? `(${spoken(each)})` : spoken(each, words)))
    : Object.entries(value).map(([key, each]) => `${words[key] ?? spelled(key)} ${spoken(each)}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}

const abbreviations: Record<string, string> = {
  id: "ID",
  ids: "IDs",
  ip: "Address",
  q: "Query",
  sha256: "SHA-256",
  url: "URL",
};

/** `assuranceLevel` as `assurance level`. */
const spelled = (key: string): string =>
  key
    .replaceAll("_", " ")
    .replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export interface DetailPart {
  label: string;
  text: string;
}

/** Its name where one is known; a list is named as soon as one of it is. */
function nameOf(value: JsonValue, mentioned: Readonly<Record<string, string>>): string | undefined {
  if (typeof value === "string") return mentioned[value];
  if (!Array.isArray(value)) return undefined;
  const names = value.map((each) => (typeof each === "string" ? mentioned[each] : undefined));
  if (names.every((name) => name === undefined)) return undefined;
  return value.map((each, at) => names[at] ?? spoken(each)).join("; ");
}

/**
 * What an entry says beyond its event: why it was refused, or each value under its name. What is
 * among the `mentioned` goes by what it is called, not by its id.
 */
export function detailParts(
  { detail, event, outcome }: AuditLine,
  mentioned: Readonly<Record<string, string>>,
): DetailPart[] {
  return Object.entries(detail).map(([key, value]) => {
    const isReason = outcome === "refused" && key === "code" && typeof value === "string";
    const because = isReason ? refusals[value] : undefined;
    if (because) return { label: "Because", text: because };
    const name = nameOf(value, mentioned);
    const bare = key === "ids" ? "identities" : key.replace(/Id$/, "");
    const words = spelled(name ? bare : key);
    const title = words.charAt(0).toUpperCase() + words.slice(1);
    const label = abbreviations[words] ?? title.replace(/ id(s?)$/, " ID$1");
    return { label, text: name ?? spoken(value, optionWords(event, key)) };
  });
}
