import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { type Context, reachOf } from "../context";
import type { AuditLine } from "./audit-filter";

/** Names in a detail whose values are people by their ids. */
const ofPeople = /^to$|^onBehalfOf$|(?:owner|person|manager|backup|reviewer)(?:Id)?$/i;
const uuid = z.uuid();

/** People whom the details of entries mention by id: `Ada Admin, ada@example.com`, by that id. */
export async function namePeople(
  ctx: Context,
  details: readonly AuditLine["detail"][],
): Promise<Record<string, string>> {
  if (reachOf(ctx, "person:read") !== "all") return {};
  const ids = details.flatMap((detail) =>
    Object.entries(detail).flatMap(([key, value]) =>
      ofPeople.test(key) && typeof value === "string" && uuid.safeParse(value).success
        ? [value]
        : [],
    ),
  );
  if (ids.length === 0) return {};
  const people = await sql<{ id: string; name: string; email: string }>(
    "SELECT id, name, email FROM person WHERE id = ANY($1::uuid[])",
    [[...new Set(ids)]],
  );
  return Object.fromEntries(people.map(({ id, name, email }) => [id, `${name}, ${email}`]));
}
