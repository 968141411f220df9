import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { escapeLike } from "@/lib/infra/escape-like";
import { defineQuery } from "../define-query";

/** People who can be made owners, by the beginning or a part of their name or address. */
export const listOwners = defineQuery({
  permission: "identity:assign-owner",
  input: z.strictObject({ text: z.string().trim().max(100).default("") }),
  run: async ({ input }): Promise<{ items: { id: string; name: string; email: string }[] }> => {
    const items = await sql<{ id: string; name: string; email: string }>(
      `SELECT id, name, email FROM person WHERE status = 'active' AND (lower(name) LIKE lower($1) OR lower(email) LIKE lower($1))
       ORDER BY lower(name), id LIMIT 50`,
      [`%${escapeLike(input.text)}%`],
    );
    return { items };
  },
});
