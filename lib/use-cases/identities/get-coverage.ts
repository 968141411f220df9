import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { isLacking, type StreamCoverage } from "../sources/coverage";

/**
 * How completely the list could be read: sources that failed or gave only a part, by name. Who sees
 * only what is theirs hears only of the sources that theirs come from.
 */
export const getCoverage = defineQuery({
  permission: "identity:read",
  input: z.strictObject({}),
  run: async ({
    ctx,
    reach,
  }): Promise<{ sources: number; partial: string[]; failed: string[] }> => {
    const rows = await sql<{ name: string; failed: boolean; coverage: StreamCoverage[] }>(
      `SELECT name, last_error IS NOT NULL AS failed, coverage
       FROM source s WHERE removed_at IS NULL AND ($1 OR EXISTS (
         SELECT 1 FROM identity i WHERE i.source_id = s.id AND i.owner_id = $2::uuid))
       ORDER BY lower(name)`,
      [reach === "all", personIdOf(ctx)],
    );
    return {
      sources: rows.length,
      failed: rows.filter((row) => row.failed).map((row) => row.name),
      partial: rows
        .filter((row) => !row.failed && row.coverage.some(isLacking))
        .map((row) => row.name),
    };
  },
});
