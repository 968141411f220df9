import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { decodeCursor, encodeCursor, findingListInput } from "./finding-input";
import { cursorOf, readFindings, toFindingRow, type FindingRow } from "./finding-sql";

/** Findings by severity, newest first within it. */
export const listFindings = defineQuery({
  permission: "finding:read",
  input: findingListInput,
  run: async ({
    ctx,
    input,
    reach,
  }): Promise<{ items: FindingRow[]; nextCursor: string | null }> => {
    const ownerId = reach === "own" ? personIdOf(ctx) : null;
    const after = input.cursor ? decodeCursor(input.cursor) : null;
    const rows = await readFindings(input, ownerId, after, input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    const nextCursor = rows.length > input.limit && last ? encodeCursor(cursorOf(last)) : null;
    return { items: page.map(toFindingRow), nextCursor };
  },
});
