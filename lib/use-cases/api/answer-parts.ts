import { z } from "zod";
import { unknownReasons } from "@/lib/domain/evidence";
import type { JsonValue } from "@/lib/domain/inventory/source-record";

/** What an operation was done to, by its id alone. */
export const idIn = <Name extends string>(name: Name) =>
  z.object({ [name]: z.uuid() } as Record<Name, z.ZodUUID>);

/** How many an operation was done to. */
export const countIn = <Name extends string>(name: Name) =>
  z.object({ [name]: count } as Record<Name, typeof count>);

/** Of an operation whose success says everything. */
export const nothing = z.null();

/** ISO 8601 in UTC. */
export const instant = z.iso.datetime();

export const count = z.number().int().min(0);

export const nextCursor = z.string().nullable().meta({
  id: "NextCursor",
  description: "Give it back as `cursor` for the next page; null is the end",
});

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor });

/** A list that is short by nature. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

/** What a provider or an entry says in its own fields. */
export const ownFields = z.record(z.string(), z.unknown()) as unknown as z.ZodType<{
  [key: string]: JsonValue;
}>;

/** When something was last used, or why that is unknown. Known and null is never. */
export const lastUse = z
  .union([
    z.object({
      state: z.literal("known"),
      value: instant.nullable(),
      source: z.string(),
      observedAt: instant,
    }),
    z.object({
      state: z.literal("unknown"),
      reason: z.enum(unknownReasons),
      detail: z.string().optional(),
    }),
  ])
  .meta({ id: "LastUse" });

/** An entry of the audit log that proves a step. */
export const proof = z
  .object({
    seq: z.string(),
    at: instant,
    event: z.string(),
    outcome: z.string(),
    actor: z.string(),
    hash: z.string(),
  })
  .meta({ id: "AuditProof" });
