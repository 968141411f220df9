import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { isLacking, type StreamCoverage } from "../sources/coverage";

/** How completely the list could be read: sources that failed or gave only a part, by name. */
export const getCoverage = defineQuery({
  permission: "identity:read",
  input: z.strictObject({}),
  run: async (): Promise<{ sources: number; partial: string[]; failed: string[] }> => {
    const rows = await sql<{ name: string; failed: boolean; coverage: StreamCoverage[] }>(
      `SELECT name, last_error IS NOT NULL AS failed, coverage
       FROM source WHERE removed_at IS NULL ORDER BY lower(name)`,
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
