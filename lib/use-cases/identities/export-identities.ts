import { z } from "zod";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import { sortDirections, sortKeys } from "@/lib/domain/inventory/list-order";
import { parseQuery } from "@/lib/domain/inventory/query-text";
import { defineCommand } from "../define-command";
import { resolveFilter } from "./filter-sql";
import { csvHeader, csvLines } from "./csv";
import { cursorOf, readPage } from "./list-identities";
import { queryInput } from "./list-inputs";
import { toIdentityRow } from "./row-sql";
import type { Cursor } from "./sort-sql";

export const exportInput = z.strictObject({
  q: queryInput,
  sort: z.enum(sortKeys).default("risk"),
  dir: z.enum(sortDirections).default("desc"),
  format: z.enum(["csv", "json"]).default("csv"),
});

/** A file that is being written: pull its chunks as fast as the reader takes them. */
export interface ExportStream {
  fileName: string;
  contentType: string;
  chunks: AsyncIterable<string>;
}

const batch = 5_000;

/**
 * The whole filtered inventory as a file, page by page, so that memory stays flat at any size. An
 * export is a command because the audit log must say who took the inventory out.
 */
export const exportIdentities = defineCommand({
  name: "identity.export",
  event: "identity.exported",
  permission: "identity:export",
  input: exportInput,
  run: async ({ ctx, input, reach }) => {
    const filter = await resolveFilter(ctx, parseQuery(input.q), reach, { textLimit: 0 });
    const page = { filter, sort: input.sort, direction: input.dir, now: ctx.now, limit: batch };
    async function* batches(): AsyncGenerator<IdentityRow[]> {
      let after: Cursor | null = null;
      for (;;) {
        const rows = await readPage(page, after);
        if (rows.length > 0) yield rows.map(toIdentityRow);
        const last = rows.at(-1);
        if (rows.length < batch || !last) return;
        after = cursorOf(last);
      }
    }
    const day = ctx.now.toISOString().slice(0, 10);
    const csv = input.format === "csv";
    const result: ExportStream = {
      fileName: `muster-identities-${day}.${input.format}`,
      contentType: csv ? "text/csv; charset=utf-8; header=present" : "application/json",
      chunks: csv ? csvChunks(batches()) : jsonChunks(batches(), input.q, ctx.now),
    };
    return {
      result,
      audit: { targetType: "identity", detail: { format: input.format, matching: input.q } },
    };
  },
});

async function* csvChunks(batches: AsyncIterable<IdentityRow[]>): AsyncGenerator<string> {
  yield csvHeader();
  for await (const rows of batches) yield csvLines(rows);
}

async function* jsonChunks(
  batches: AsyncIterable<IdentityRow[]>,
  q: string,
  now: Date,
): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(now)},"query":${JSON.stringify(q)},"items":[\n`;
  let first = true;
  for await (const rows of batches) {
    yield (first ? "" : ",\n") + rows.map((row) => JSON.stringify(row)).join(",\n");
    first = false;
  }
  yield "\n]}\n";
}
