import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import {
  type RunSummary,
  runSummaryColumns,
  type RunSummaryRow,
  toRunSummary,
} from "./run-summary";

export interface RunDetail extends RunSummary {
  /** What the run did not find, while a person must decide: the first 200 by name. */
  removals: { id: string; name: string; kind: string }[];
}

/** One run with its live progress. Throws not_found. */
export const getRun = defineQuery({
  permission: "source:read",
  input: z.strictObject({ runId: z.uuid() }),
  run: async ({ input }): Promise<RunDetail> => {
    const [row] = await sql<RunSummaryRow>(
      `SELECT ${runSummaryColumns} FROM sync_run r JOIN source s ON s.id = r.source_id WHERE r.id = $1`,
      [input.runId],
    );
    if (!row) throw new DomainError("not_found", "This run does not exist.");
    const removals = await sql<RunDetail["removals"][number]>(
      `SELECT i.id, i.name, i.kind FROM sync_removal x JOIN identity i ON i.id = x.identity_id
       WHERE x.run_id = $1 ORDER BY lower(i.name), i.id LIMIT 200`,
      [input.runId],
    );
    return { ...(await toRunSummary(row)), removals };
  },
});

/** The runs of a source, newest first. `after` is the id of the last one seen. */
export const listRuns = defineQuery({
  permission: "source:read",
  input: z.strictObject({
    sourceId: z.uuid(),
    after: z.uuid().optional(),
    limit: z.number().int().min(1).max(100).default(20),
  }),
  run: async ({ input }): Promise<{ items: RunSummary[]; nextCursor: string | null }> => {
    const rows = await sql<RunSummaryRow>(
      `SELECT ${runSummaryColumns} FROM sync_run r JOIN source s ON s.id = r.source_id
       WHERE r.source_id = $1 AND ($2::uuid IS NULL OR (r.created_at, r.id) <
         (SELECT b.created_at, b.id FROM sync_run b WHERE b.id = $2))
       ORDER BY r.created_at DESC, r.id DESC LIMIT $3`,
      [input.sourceId, input.after ?? null, input.limit + 1],
    );
    const page = rows.slice(0, input.limit);
    return {
      items: await Promise.all(page.map(toRunSummary)),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  },
});
