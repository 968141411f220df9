import { z } from "zod";
import { sortDirections, sortKeys } from "@/lib/domain/inventory/list-order";
import { maxQueryLength } from "@/lib/domain/inventory/query-text";

const maxPageSize = 200;

/** Query text, for example `source:aws risk:>70 owner:none`. */
export const queryInput = z.string().max(maxQueryLength).default("");

export const listInput = z.strictObject({
  q: queryInput,
  sort: z.enum(sortKeys).default("risk"),
  dir: z.enum(sortDirections).default("desc"),
  cursor: z.string().max(1_500).optional(),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(100),
});

export const facetsInput = z.strictObject({ q: queryInput });
