import { z } from "zod";
import { severities } from "@/lib/domain/policy/rule";
import { DomainError } from "@/lib/domain/errors";

/** `reopened` are those of the open ones that had been resolved before. */
export const findingStates = ["open", "reopened", "excepted", "resolved"] as const;

/** The database takes no control characters in text. */
const plain = z.string().regex(/^\P{Cc}+$/u, "must not hold control characters");

export const findingFilter = z.strictObject({
  state: z.enum(findingStates).default("open"),
  severity: z.enum(severities).optional(),
  rule: plain.max(100).optional(),
  /** A source's id. */
  source: z.uuid().optional(),
  /** The id of a framework's entry, for example `NHI7:2025`. */
  framework: plain.max(60).optional(),
});
export type FindingFilter = z.output<typeof findingFilter>;

export const findingListInput = findingFilter.extend({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const cursorShape = z.tuple([z.enum(severities), z.string().max(40), z.uuid()]);
export type FindingCursor = z.output<typeof cursorShape>;

export const encodeCursor = (cursor: FindingCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString("base64url");

export function decodeCursor(text: string): FindingCursor {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw new DomainError("invalid_input", "This page's address is damaged. Begin at the top.");
  }
}
