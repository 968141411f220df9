import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import {
  type SortDirection,
  type SortKey,
  sortDirections,
  sortKeys,
} from "@/lib/domain/inventory/list-order";

interface Sort {
  /** The expression that an index of 0302_inventory_sort carries, word for word. */
  expression: string;
  type: "int" | "text" | "timestamptz";
  nullable: boolean;
}

export const sorts: Readonly<Record<SortKey, Sort>> = {
  risk: { expression: "risk_score", type: "int", nullable: false },
  name: { expression: `lower(name) COLLATE "C"`, type: "text", nullable: false },
  created: { expression: "created_at_source", type: "timestamptz", nullable: true },
  last_used: { expression: "last_used_at", type: "timestamptz", nullable: true },
  last_rotated: { expression: "last_rotated_at", type: "timestamptz", nullable: true },
  findings: { expression: "open_findings", type: "int", nullable: false },
  privilege: {
    expression: `(CASE privilege WHEN 'none' THEN 0 WHEN 'read' THEN 1 WHEN 'write' THEN 2 WHEN 'high' THEN 3 WHEN 'admin' THEN 4 END)`,
    type: "int",
    nullable: true,
  },
};

const cursorSchema = z.tuple([
  z.enum(sortKeys),
  z.enum(sortDirections),
  z.string().max(600).nullable(),
  z.uuid(),
]);
/** Where a page ended: the last row's sort value (null: among those without one) and its id. */
export interface Cursor {
  value: string | null;
  id: string;
}

export const encodeCursor = (sort: SortKey, direction: SortDirection, at: Cursor): string =>
  Buffer.from(JSON.stringify([sort, direction, at.value, at.id])).toString("base64url");

/** Refuses a cursor that is damaged or belongs to another order. */
export function decodeCursor(text: string, sort: SortKey, direction: SortDirection): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(text));
  if (parsed.success) {
    const [itsSort, itsDirection, value, id] = parsed.data;
    if (itsSort === sort && itsDirection === direction && fits(sorts[sort], value))
      return { value, id };
  }
  throw new DomainError(
    "invalid_input",
    "cursor: is not one that this list gave out for this order. Start again without a cursor.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function fits(sort: Sort, value: string | null): boolean {
  if (value === null) return sort.nullable;
  if (value.includes("\u0000")) return false;
  if (sort.type === "int") return /^-?\d{1,9}$/.test(value);
  if (sort.type === "timestamptz")
    return /^\d{4,6}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*[+-]\d\d(:?\d\d)?$/.test(value);
  return true;
}
