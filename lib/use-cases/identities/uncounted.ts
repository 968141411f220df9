import { sql } from "@/lib/infra/db";

const uncountedSql = `SELECT EXISTS (
    SELECT 1 FROM source s
    WHERE s.removed_at IS NULL AND ($1::uuid[] IS NULL OR s.id = ANY($1))
      AND EXISTS (SELECT 1 FROM identity i WHERE i.source_id = s.id AND i.missing_since IS NULL)
      AND (NOT EXISTS (SELECT 1 FROM identity_rollup c WHERE c.source_id = s.id)
        OR s.last_complete_at IS NULL AND EXISTS (SELECT 1 FROM sync_run r WHERE r.source_id = s.id
          AND r.state IN ('queued', 'running', 'waiting_for_person')))
  ) AS uncounted`;

/**
 * Whether identities of these sources, or of any, are listed that no count has yet: those of a first
 * reading are counted with their first scores, after its end.
 */
export async function hasUncounted(sourceIds?: readonly string[]): Promise<boolean> {
  const [row] = await sql<{ uncounted: boolean }>(uncountedSql, [sourceIds ?? null]);
  return row?.uncounted ?? false;
}
