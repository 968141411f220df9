import type {
  Environment,
  IdentityClass,
  IdentityKind,
  IdentityStatus,
  PrivilegeLevel,
} from "../identity/identity";
import type { RiskBand } from "../risk/risk";
import {
  type AgeBucket,
  type OwnerState,
  ownerStates,
  type RotationState,
  type UsageBucket,
} from "./buckets";

export const maxTextLength = 200;
const maxWordLength = 200;
/** Most values that one condition takes. */
const maxWords = 50;

/**
 * What the inventory shows: every condition is optional, and an empty filter is everything present.
 * Several values of one condition mean "any of these"; several conditions mean "all of these".
 * Written and checked without a schema library, because every page of the list loads it.
 */
export interface IdentityFilter {
  /** A connector's id, a source's name or its id. */
  source?: string[];
  kind?: IdentityKind[];
  class?: IdentityClass[];
  environment?: Environment[];
  status?: IdentityStatus[];
  band?: RiskBand[];
  /** 0 to 100, both ends included. */
  riskMin?: number;
  riskMax?: number;
  ownerState?: OwnerState[];
  /** A person's e-mail address, name or id, a candidate's name, or `me`. */
  owner?: string[];
  privilege?: PrivilegeLevel[];
  usage?: UsageBucket[];
  age?: AgeBucket[];
  rotation?: RotationState[];
  findings?: "yes" | "no";
  /** The source says that anybody can reach or use it. */
  exposed?: "yes";
  /** Ids of rules of which a finding is open. */
  rule?: string[];
  /** Ids of rules that could not be checked: a fact that they ask for is not known. */
  unknown?: string[];
  label?: string[];
  presence?: "missing";
  /**
   * Every word must occur: as part of the name, id, owner hint or container, or as a word of the
   * description, tags and labels; or all of them in the name and address of whoever owns it.
   */
  text?: string;
}
export type FilterKey = keyof IdentityFilter;

const wordKeys = ["source", "owner", "rule", "unknown", "label"] as const;

function wordProblem(word: string): string | null {
  if (word.length === 0 || word.length > maxWordLength)
    return `must have 1 to ${maxWordLength} characters`;
  if (word.trim() !== word) return "must not begin or end with a space";
  return /\p{Cc}/u.test(word) ? "must not hold control characters" : null;
}

/** What is wrong with the free words of a filter, in words, or null. */
export function filterProblem(filter: IdentityFilter): string | null {
  for (const key of wordKeys) {
    const words = filter[key] ?? [];
    if (words.length > maxWords) return `${key}: takes at most ${maxWords} values.`;
    for (const word of words) {
      const problem = wordProblem(word);
      if (problem) return `${key}: ${problem}.`;
    }
  }
  const states: readonly string[] = ownerStates;
  if (filter.owner?.some((one) => states.includes(one.toLowerCase())))
    return "owner: is a state of ownership, not a person.";
  const { text } = filter;
  if (text === undefined) return null;
  if (text.length < 2) return `"${text}" is too short: search for at least 2 characters.`;
  if (text.length > maxTextLength)
    return `The search text is longer than ${maxTextLength} characters.`;
  return text.trim().split(/\s+/).join(" ") === text ? null : "text: must be single-spaced.";
}

/** Removes one value of a condition, or the whole condition. */
export function withoutCondition(
  filter: IdentityFilter,
  key: FilterKey,
  value?: string,
): IdentityFilter {
  const { [key]: current, ...rest } = filter;
  if (value === undefined || !Array.isArray(current)) return rest;
  const left = current.filter((one) => one !== value);
  return left.length === 0 ? rest : { ...rest, [key]: left };
}

/** Adds a value to a condition that takes several, or takes it away when it is there. */
export function toggleCondition(
  filter: IdentityFilter,
  key: FilterKey,
  value: string,
): IdentityFilter {
  const current = filter[key];
  if (Array.isArray(current) && (current as string[]).includes(value)) {
    return withoutCondition(filter, key, value);
  }
  const single = ["findings", "exposed", "presence", "text"].includes(key);
  if (single) {
    if (current === value) return withoutCondition(filter, key);
    return { ...filter, [key]: value };
  }
  const values = Array.isArray(current) ? [...(current as string[]), value] : [value];
  return { ...filter, [key]: values };
}
