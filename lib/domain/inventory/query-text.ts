import { DomainError } from "../errors";
import {
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  isAiClass,
  privilegeLevels,
} from "../identity/identity";
import { riskBands } from "../risk/risk";
import { ageBuckets, ownerStates, rotationStates, unusedBuckets, usageBuckets } from "./buckets";
import { type FilterKey, filterProblem, type IdentityFilter } from "./identity-filter";
import { parseRisk, printRisk } from "./risk-range";
import { quoteWhereNeeded, splitWords, type Word } from "./query-words";

/** Longest query text that is read at all. */
export const maxQueryLength = 2_000;

interface Condition {
  key: FilterKey;
  values?: readonly string[];
  /** Short forms people type, and what each stands for. The first that fits is printed. */
  aliases?: Readonly<Record<string, readonly string[]>>;
}

const spanAliases = {
  "<30d": ["lt_30d"],
  "30d-90d": ["30_90d"],
  "90d-365d": ["90_365d"],
  ">365d": ["gt_365d"],
  ">30d": ["30_90d", "90_365d", "gt_365d"],
  ">90d": ["90_365d", "gt_365d"],
  "<90d": ["lt_30d", "30_90d"],
  "<365d": ["lt_30d", "30_90d", "90_365d"],
} as const;
const usageAliases = {
  ...spanAliases,
  never: ["never_90d", "not_yet"],
  unused: unusedBuckets,
} as const;

/** The words of the query language, in the order in which they are printed. */
export const conditions: Readonly<Record<string, Condition>> = {
  source: { key: "source" },
  kind: { key: "kind", values: identityKinds },
  class: {
    key: "class",
    values: identityClasses,
    aliases: { ai: identityClasses.filter(isAiClass) },
  },
  env: { key: "environment", values: environments },
  status: { key: "status", values: identityStatuses },
  band: { key: "band", values: riskBands },
  privilege: { key: "privilege", values: privilegeLevels },
  "last-used": { key: "usage", values: usageBuckets, aliases: usageAliases },
  age: { key: "age", values: ageBuckets, aliases: spanAliases },
  rotation: { key: "rotation", values: rotationStates },
  findings: { key: "findings", values: ["yes", "no"] },
  exposed: { key: "exposed", values: ["yes"] },
  rule: { key: "rule" },
  unknown: { key: "unknown" },
  label: { key: "label" },
  is: { key: "presence", values: ["missing"] },
};
const synonyms: Readonly<Record<string, string>> = {
  environment: "env",
  type: "kind",
  used: "last-used",
  tag: "label",
};
const allowedWords = [...Object.keys(conditions), "risk", "owner"];

/**
 * Reads `source:aws risk:>70 owner:none "free text"` into a filter. Throws invalid_input with a
 * message that names the word that is wrong and what is allowed there.
 */
export function parseQuery(query: string): IdentityFilter {
  if (query.length > maxQueryLength) {
    throw refuse(`The filter is longer than ${maxQueryLength} characters.`);
  }
  const filter: Record<string, unknown> = {};
  const text: string[] = [];
  for (const word of splitWords(query)) {
    if (word.key === null) text.push(...word.values);
    else readCondition(filter, word);
  }
  const joined = text.join(" ").trim().split(/\s+/).join(" ");
  if (joined !== "") filter.text = joined;
  const problem = filterProblem(filter);
  if (problem) throw refuse(problem);
  return filter;
}

function readCondition(filter: Record<string, unknown>, word: Word): void {
  const name = (word.key ?? "").toLowerCase();
  if (name === "risk") return parseRisk(filter, word.values, refuse);
  if (name === "owner") return readOwner(filter, word.values);
  const condition = Object.hasOwn(conditions, name)
    ? conditions[name]
    : conditions[Object.hasOwn(synonyms, name) ? (synonyms[name] ?? "") : ""];
  if (!condition) {
    throw refuse(
      `"${word.key}:" is not a condition. Use one of ${allowedWords.join(", ")}; put text that holds a colon in quotes.`,
    );
  }
  if (word.values.length === 0) throw refuse(`"${word.key}:" needs a value.${allowed(condition)}`);
  const read = word.values.flatMap((value) => meaning(condition, name, value));
  if (condition.key === "findings" || condition.key === "exposed" || condition.key === "presence") {
    const before = filter[condition.key] ?? read[0];
    if (read.some((value) => value !== before))
      throw refuse(`"${name}:" takes one value.${allowed(condition)}`);
    filter[condition.key] = read[0];
  } else filter[condition.key] = merged(filter[condition.key], read);
}

function meaning(condition: Condition, name: string, value: string): readonly string[] {
  if (!condition.values) return [value];
  const lower = value.toLowerCase();
  const alias =
    condition.aliases && Object.hasOwn(condition.aliases, lower)
      ? condition.aliases[lower]
      : undefined;
  if (alias) return alias;
  const plain = lower.replaceAll("-", "_");
  if (condition.values.includes(plain)) return [plain];
  throw refuse(`"${value}" is not a value of ${name}:.${allowed(condition)}`);
}

function allowed(condition: Condition): string {
  if (!condition.values) return "";
  const short = Object.keys(condition.aliases ?? {});
  const covered = new Set(
    Object.values(condition.aliases ?? {}).flatMap((all) => (all.length === 1 ? all : [])),
  );
  const plain = condition.values.filter((value) => !covered.has(value));
  return ` Allowed: ${[...plain, ...short].join(", ")}.`;
}

const isOwnerState = (word: string): boolean =>
  (ownerStates as readonly string[]).includes(word.toLowerCase());

function readOwner(filter: Record<string, unknown>, values: readonly string[]): void {
  if (values.length === 0) {
    throw refuse(
      '"owner:" needs a value. Allowed: confirmed, inferred, none, me, or a person\'s name or e-mail address.',
    );
  }
  const states = values.filter(isOwnerState);
  if (states.length > 0 && states.length < values.length) {
    throw refuse(
      `"owner:${values.join(",")}" names a state beside a person: give each an "owner:" of its own; both must hold.`,
    );
  }
  for (const value of values) {
    const lower = value.toLowerCase();
    const isState = isOwnerState(value);
    const key = isState ? "ownerState" : "owner";
    filter[key] = merged(filter[key], [isState || lower === "me" ? lower : value]);
  }
}

const merged = (before: unknown, more: readonly string[]): string[] => [
  ...new Set([...((before as string[] | undefined) ?? []), ...more]),
];

const refuse = (message: string): DomainError => new DomainError("invalid_input", message);

/** Writes a filter as query text, such that reading it again gives the same filter. */
export function printQuery(filter: IdentityFilter): string {
  const parts: string[] = [];
  for (const [name, condition] of Object.entries(conditions)) {
    const value = filter[condition.key];
    if (value === undefined) continue;
    const values = Array.isArray(value) ? value : [String(value)];
    parts.push(`${name}:${spoken(condition, values).map(quoteWhereNeeded).join(",")}`);
  }
  const risk = printRisk(filter.riskMin, filter.riskMax);
  if (risk) parts.push(risk);
  for (const owners of [filter.ownerState ?? [], filter.owner ?? []])
    if (owners.length > 0) parts.push(`owner:${owners.map(quoteWhereNeeded).join(",")}`);
  if (filter.text !== undefined) parts.push(...filter.text.split(" ").map(quoteWhereNeeded));
  return parts.join(" ");
}

function spoken(condition: Condition, values: readonly string[]): string[] {
  const aliases = Object.entries(condition.aliases ?? {});
  const whole = aliases.find(([, means]) => means.length > 1 && means.join() === values.join());
  if (whole) return [whole[0]];
  return values.map(
    (value) => aliases.find(([, means]) => means.length === 1 && means[0] === value)?.[0] ?? value,
  );
}
