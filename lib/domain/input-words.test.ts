import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inputWords } from "./input-words";

const said = (schema: z.ZodType, input: unknown): string | undefined =>
  schema.safeParse(input, { error: inputWords }).error?.issues[0]?.message;

describe("what is wrong with an input", () => {
  it.each([
    [z.number(), "soon", "must be a number, not text"],
    [z.coerce.number(), "soon", "must be a number"],
    [z.int(), 1.5, "must be a whole number"],
    [z.number(), [1], "must be a number, not a list"],
    [z.string(), undefined, "is missing"],
    [z.string(), null, "must be text, not null"],
    [z.object({}), [], "must be an object, not a list"],
    [z.boolean(), "yes", "must be true or false, not text"],
    [z.number().min(15), 3, "must be at least 15"],
    [z.number().positive(), 0, "must be more than 0"],
    [z.number().max(365), 366, "must be at most 365"],
    [z.string().min(1), "", "must not be empty"],
    [z.string().min(12), "short", "must have at least 12 characters"],
    [z.string().max(2), "long", "must have at most 2 characters"],
    [z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entry"],
    [z.enum(["asc", "desc"]), "up", "must be one of asc, desc"],
    [z.enum(["asc", "desc"]), undefined, "is missing"],
    [z.literal("aws"), "gcp", "must be aws"],
    [z.uuid(), "12", "must be an id (a UUID)"],
    [z.coerce.date(), undefined, "must be a time in ISO 8601, for example 2026-01-31T12:00:00Z"],
    [z.coerce.date(), "soon", "must be a time in ISO 8601, for example 2026-01-31T12:00:00Z"],
    [z.iso.date(), "tomorrow", "must be a date such as 2026-01-31"],
    [
      z.strictObject({ a: z.string().optional() }),
      { b: 1 },
      "has fields that are not known here: b",
    ],
    [z.union([z.string(), z.array(z.string())]), 1, "has none of the forms allowed here"],
  ])("is said in words for people: %#", (schema, input, words) => {
    expect(said(schema, input)).toBe(words);
  });

  it("is said in the schema's own words where it has any", () => {
    expect(said(z.string().min(1, "Say what it is for"), "")).toBe("Say what it is for");
  });

  it("never repeats what was sent, which may be a secret", () => {
    const secret = "hunter2-hunter2";
    const schemas = [
      z.number(),
      z.enum(["a"]),
      z.uuid(),
      z.string().max(2),
      z.email(),
      z.record(z.string(), z.number()),
    ];
    for (const schema of schemas) expect(said(schema, secret)).not.toContain(secret);
  });
});
