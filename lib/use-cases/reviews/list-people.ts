import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

/** Names of people who can be asked or become an owner; no addresses, as owners may read it. */
export const listReviewPeople = defineQuery({
  permission: "review:read",
  input: z.strictObject({}),
  run: () =>
    sql<{ id: string; name: string }>(
      "SELECT id, name FROM person WHERE status = 'active' AND role <> 'auditor' ORDER BY lower(name), id LIMIT 1000",
    ),
});
