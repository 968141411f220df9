import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { escapeLike } from "@/lib/infra/escape-like";
import { personIdOf, reachOf, type Context } from "../context";
import { defineQuery } from "../define-query";

interface Hit {
  kind: "identity" | "person" | "source";
  id: string;
  label: string;
  description: string;
}

const perKind = 6;

/** What the palette finds by name: identities, people and sources the actor may read. */
export const searchEverything = defineQuery({
  permission: "self:read",
  input: z.strictObject({ query: z.string().trim().min(2).max(100) }),
  run: async ({ ctx, input }) => {
    const like = `%${escapeLike(input.query)}%`;
    const found = await Promise.all([
      identities(ctx, like),
      reachOf(ctx, "person:read") === "all" ? people(like) : [],
      reachOf(ctx, "source:read") === "all" ? sources(like) : [],
    ]);
    return { hits: found.flat() };
  },
});

async function identities(ctx: Context, like: string): Promise<Hit[]> {
  const reach = reachOf(ctx, "identity:read");
  if (reach === "none") return [];
  return sql<Hit & Record<string, unknown>>(
    `SELECT 'identity' AS kind, i.id, i.name AS label, s.name AS description
     FROM identity_search x JOIN identity i ON i.id = x.identity_id JOIN source s ON s.id = i.source_id
     WHERE x.body LIKE lower($1) AND i.missing_since IS NULL AND s.removed_at IS NULL AND ($2::uuid IS NULL OR i.owner_id = $2)
     LIMIT ${perKind}`,
    [like, reach === "own" ? personIdOf(ctx) : null],
  );
}

const people = (like: string): Promise<Hit[]> =>
  sql<Hit & Record<string, unknown>>(
    `SELECT 'person' AS kind, id, name AS label, email AS description FROM person
     WHERE name ILIKE $1 OR email ILIKE $1 ORDER BY name LIMIT ${perKind}`,
    [like],
  );

const sources = (like: string): Promise<Hit[]> =>
  sql<Hit & Record<string, unknown>>(
    `SELECT 'source' AS kind, id, name AS label, connector_id AS description FROM source
     WHERE removed_at IS NULL AND name ILIKE $1 ORDER BY name LIMIT ${perKind}`,
    [like],
  );
