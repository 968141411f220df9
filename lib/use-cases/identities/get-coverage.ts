import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { completenessOf, type StreamCoverage } from "../sources/coverage";
import { lastReadSql, streamTitles } from "../sources/source-coverage";

interface Row {
  name: string;
  connector_id: string;
  status: string;
  failing: boolean;
  coverage: StreamCoverage[];
  last_read_at: Date | null;
}

interface ListCoverage {
  sources: number;
  /** Not read yet. */
  unread: string[];
  partial: string[];
  /** ISO 8601; when what is shown of it was read, null for never. */
  failed: { name: string; lastReadAt: string | null }[];
}

/**
 * How completely the list could be read: sources that failed, gave only a part or nothing yet, by
 * name; of one source where it is given. Who sees only what is theirs hears only of the sources that theirs come from.
 */
export const getCoverage = defineQuery({
  permission: "identity:read",
  input: z.strictObject({ source: z.uuid().optional() }),
  run: async ({ ctx, reach, input }): Promise<ListCoverage> => {
    const rows = await sql<Row & Record<string, unknown>>(
      `SELECT name, connector_id, status, last_error IS NOT NULL AS failing, coverage,
         ${lastReadSql} AS last_read_at
       FROM source s WHERE removed_at IS NULL AND ($3::uuid IS NULL OR s.id = $3::uuid) AND ($1 OR EXISTS (
         SELECT 1 FROM identity i WHERE i.source_id = s.id AND i.owner_id = $2::uuid))
       ORDER BY lower(name)`,
      [reach === "all", personIdOf(ctx), input.source ?? null],
    );
    const having = (state: ReturnType<typeof completenessOf>) =>
      rows.filter((row) => completenessOf(row, streamTitles(row.connector_id).size) === state);
    return {
      sources: rows.length,
      unread: having("unread").map(({ name }) => name),
      partial: having("partial").map(({ name }) => name),
      failed: having("failing").map((row) => ({
        name: row.name,
        lastReadAt: row.last_read_at?.toISOString() ?? null,
      })),
    };
  },
});
