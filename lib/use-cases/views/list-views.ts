import { z } from "zod";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import { sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";

const nobody = "00000000-0000-0000-0000-000000000000";

/** The views a person may use: their own first, then those that others share. */
export const listViews = defineQuery({
  permission: "view:read",
  input: z.strictObject({ page: z.literal("identities").default("identities") }),
  run: async ({ ctx, input }): Promise<{ items: SavedView[] }> => ({
    items: await sql<SavedView>(
      `SELECT v.id, v.name, v.page, v.query, v.shared, v.is_default AND v.person_id = $1::uuid AS "isDefault",
         v.person_id = $1::uuid AS mine, w.name AS by
       FROM saved_view v JOIN person w ON w.id = v.person_id
       WHERE v.page = $2 AND (v.person_id = $1::uuid OR (v.shared AND w.status = 'active'))
       ORDER BY v.person_id = $1::uuid DESC, lower(v.name), v.id LIMIT 200`,
      [personIdOf(ctx) ?? nobody, input.page],
    ),
  }),
});
