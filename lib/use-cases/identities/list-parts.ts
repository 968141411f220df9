import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";

/** What belongs to one identity, as a list that is read in pages. */
export interface PartList<Row, Item> {
  /** Rows as `one`, the identity's id being $1. */
  from: string;
  /** Of the rows, what is shown. */
  columns: string;
  /** What the order goes by, always ascending; the last tells two rows apart. */
  keys: readonly (readonly [sql: string, type: keyof typeof forms])[];
  show: (row: Row) => Item;
}

export interface PartPage<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** So many stand on the page of an identity before somebody asks for more. */
export const firstParts = 50;

const forms = {
  int: /^-?\d{1,9}$/,
  numeric: /^-?\d{1,30}(\.\d{1,30})?$/,
  text: /^[^\0]{0,1000}$/su,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
} as const;

function decode(cursor: string, keys: PartList<unknown, unknown>["keys"]): string[] {
  try {
    const given: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const [first, ...rest] = keys.map(([, type]) => z.string().regex(forms[type]));
    return first ? z.tuple([first, ...rest]).parse(given) : [];
  } catch {
    throw new DomainError("invalid_input", "cursor: is not one that this list gave out.");
  }
}

/** A page of what belongs to an identity, by keyset. */
export async function partPage<Row extends object, Item>(
  list: PartList<Row, Item>,
  id: string,
  cursor: string | null,
  limit = firstParts,
): Promise<PartPage<Item>> {
  const after = cursor === null ? [] : decode(cursor, list.keys);
  const names = list.keys.map((_, at) => `k${at}`);
  const keys = list.keys.map(([text], at) => `${text} AS k${at}`);
  const bounds = list.keys.map(([, type], at) => `$${at + 3}::text::${type}`);
  const rows = await sql<Row & { at: string[] }>(
    `SELECT ${list.columns}, ARRAY[${names.map((name) => `${name}::text`).join(", ")}] AS at
     FROM (SELECT one.*, ${keys.join(", ")} FROM (${list.from}) one) one
     ${after.length > 0 ? `WHERE (${names.join(", ")}) > (${bounds.join(", ")})` : ""}
     ORDER BY ${names.join(", ")} LIMIT $2`,
    [id, limit + 1, ...after],
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(list.show),
    nextCursor: last ? Buffer.from(JSON.stringify(last.at)).toString("base64url") : null,
  };
}
