import { sql } from "@/lib/infra/db";

const uncountedSql = `SELECT EXISTS (
    SELECT 1 FROM source s
    WHERE s.removed_at IS NULL
      AND EXISTS (SELECT 1 FROM identity i WHERE i.source_id = s.id AND i.missing_since IS NULL)
      AND (NOT EXISTS (SELECT 1 FROM identity_rollup c WHERE c.source_id = s.id)
        OR s.last_complete_at IS NULL AND EXISTS (SELECT 1 FROM sync_run r WHERE r.source_id = s.id
          AND r.state IN ('queued', 'running', 'waiting_for_person')))
  ) AS uncounted`;

/**
 * Whether identities of a source are listed that no count has yet: those of its first reading are
 * counted with their first scores, after its end.
 */
export async function hasUncounted(): Promise<boolean> {
  const [row] = await sql<{ uncounted: boolean }>(uncountedSql);
  return row?.uncounted ?? false;
}
