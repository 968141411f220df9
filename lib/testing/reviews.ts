import { sql } from "../infra/db";

/**
 * Gives every seeded identity that has none one access key, a tenth of them two. Keys of the same
 * kind of identity have equal facts, as they would after one provisioning script.
 */
export async function seedCredentials(now: Date): Promise<number> {
  const rows = await sql<{ count: number }>(
    `WITH written AS (
       INSERT INTO credential (id, identity_id, source_id, external_id, stream, kind, name, status, scopes, facts,
         created_at_source, last_used_at, content_hash, first_seen_at, last_seen_at)
       SELECT gen_random_uuid(), i.id, i.source_id, i.external_id || '/key/' || n, 'seed', 'access_key', 'key-' || n || '-' || i.name,
         'active', '{}', i.facts - 'privilege', i.created_at_source, i.last_used_at, 'seed', $1, $1
       FROM identity i CROSS JOIN generate_series(1, CASE WHEN hashtext(i.external_id) % 10 = 0 THEN 2 ELSE 1 END) n
       WHERE NOT EXISTS (SELECT 1 FROM credential c WHERE c.identity_id = i.id)
       RETURNING 1)
     SELECT count(*)::int AS count FROM written`,
    [now],
  );
  return rows[0]?.count ?? 0;
}
