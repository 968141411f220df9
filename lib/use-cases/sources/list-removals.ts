import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import type { RunDetail } from "./list-runs";

/** What a run did not find and a person must decide about, by name. `after` is the last one seen. */
export const listRemovals = defineQuery({
  permission: "source:read",
  input: z.strictObject({
    runId: z.uuid(),
    after: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  run: async ({ input }): Promise<{ items: RunDetail["removals"]; nextCursor: string | null }> => {
    const run = await sql("SELECT 1 FROM sync_run WHERE id = $1", [input.runId]);
    if (run.length === 0) throw new DomainError("not_found", "This run does not exist.");
    const rows = await sql<RunDetail["removals"][number]>(
      `SELECT i.id, i.name, i.kind FROM sync_removal x JOIN identity i ON i.id = x.identity_id
       WHERE x.run_id = $1 AND ($2::uuid IS NULL OR (lower(i.name), i.id) >
         (SELECT lower(b.name), b.id FROM identity b WHERE b.id = $2))
       ORDER BY lower(i.name), i.id LIMIT $3`,
      [input.runId, input.after ?? null, input.limit + 1],
    );
    const items = rows.slice(0, input.limit);
    return {
      items,
      nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null,
    };
  },
});
