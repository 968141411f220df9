import type { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "text",
};

const formats: Readonly<Record<string, string>> = {
  datetime: "a time in ISO 8601, for example 2026-01-31T12:00:00Z",
  date: "a date such as 2026-01-31",
  email: "an e-mail address",
  url: "a web address",
  uuid: "an id (a UUID)",
};

const units: Readonly<Record<string, [one: string, many: string]>> = {
  array: ["entry", "entries"],
  set: ["entry", "entries"],
  string: ["character", "characters"],
};

/** What was sent, by its kind alone: a value may be a secret. */
function kindOf(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (input === null) return "null";
  return kinds[typeof input] ?? "something else";
}

interface Bound {
  origin: string;
  bound: number | bigint;
  word: "least" | "most";
  inclusive?: boolean | undefined;
}

function boundWords({ origin, bound, word, inclusive = true }: Bound): string {
  const unit = units[origin];
  if (!inclusive) return `must be ${word === "least" ? "more" : "less"} than ${bound}`;
  if (!unit) return `must be at ${word} ${bound}`;
  if (word === "least" && Number(bound) === 1) return "must not be empty";
  return `must have at ${word} ${bound} ${unit[Number(bound) === 1 ? 0 : 1]}`;
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${String(values[0])}` : `must be one of ${values.join(", ")}`;

/**
 * What is wrong with an input in words for people, wherever its schema has none of its own; never
 * repeats what was sent. Undefined leaves it to zod.
 */
export function inputWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      if (issue.input === undefined) return "is missing";
      // Text that is no date, or none at all, was made an invalid one before.
      if (issue.expected === "date") return `must be ${formats.datetime}`;
      const [wanted, sent] = [kinds[issue.expected] ?? issue.expected, kindOf(issue.input)];
      return sent === "a number" && wanted.endsWith("number")
        ? `must be ${wanted}`
        : `must be ${wanted}, not ${sent}`;
    }
    case "invalid_value":
      return issue.input === undefined ? "is missing" : oneOf(issue.values);
    case "too_small":
      return boundWords({ ...issue, bound: issue.minimum, word: "least" });
    case "too_big":
      return boundWords({ ...issue, bound: issue.maximum, word: "most" });
    case "invalid_format":
      return formats[issue.format] && `must be ${formats[issue.format]}`;
    case "unrecognized_keys":
      return `has fields that are not known here: ${issue.keys.join(", ")}`;
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "has none of the forms allowed here";
    default:
      return undefined;
  }
}
