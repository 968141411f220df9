import type { Checkpoint } from "@/lib/domain/evidence-pack/checkpoint";
import { sql } from "@/lib/infra/db";

/** What the log lacks that a checkpoint saw, as a sentence; null when they agree. */
export async function contradictionOf({ size, hash, at }: Checkpoint): Promise<string | null> {
  if (size === "0") return null;
  const [found] = await sql<{ hash: string | null; last: string }>(
    `SELECT (SELECT hash FROM audit_event WHERE seq = $1::bigint) AS hash,
       coalesce(max(seq), 0)::text AS last FROM audit_event`,
    [size],
  );
  if (found?.hash === hash) return null;
  if (!found?.hash) {
    return `The checkpoint of ${at} saw ${size} entries; the log ends at entry ${found?.last}. The end was cut off, or an older backup was restored.`;
  }
  return `The checkpoint of ${at} saw another entry ${size}. The log was rewritten, or an older backup was restored and went on from there.`;
}
