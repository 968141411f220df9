import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { RiskBand } from "@/lib/domain/risk/risk";
import { sql } from "@/lib/infra/db";

interface EventRow {
  id: string;
  at: Date;
  at_text: string;
  kind: string;
  summary: string;
}

const cursorSchema = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00$/),
  z.uuid(),
]);

function decode(cursor: string): [string, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new DomainError("invalid_input", "cursor: is not one that this timeline gave out.");
  }
}

/** A row id for an event that no row of its own stands for, stable over pages. */
const idOf = (table: string, word: string): string => `md5(${table}.id::text || '${word}')::uuid`;

/**
 * What changed between syncs, and what the dates of the facts say happened: one stream. A finding
 * that the first scoring opened has no event of its own.
 */
const stream = `
  SELECT id, at, kind, summary FROM identity_event WHERE identity_id = $1::uuid
  UNION ALL SELECT ${idOf("i", "created")}, created_at_source, 'created', 'Created' FROM identity i
    WHERE id = $1::uuid AND created_at_source IS NOT NULL
  UNION ALL SELECT ${idOf("i", "used")}, last_used_at, 'used', 'Last used' FROM identity i
    WHERE id = $1::uuid AND last_used_at IS NOT NULL
  UNION ALL SELECT ${idOf("i", "rotated")}, last_rotated_at, 'rotated', 'Last rotated' FROM identity i
    WHERE id = $1::uuid AND last_rotated_at IS NOT NULL
      AND last_rotated_at IS DISTINCT FROM created_at_source
  UNION ALL SELECT ${idOf("i", "seen")}, first_seen_at, 'appeared', 'First seen by Muster'
    FROM identity i WHERE id = $1::uuid AND NOT EXISTS (
      SELECT FROM identity_event e WHERE e.identity_id = $1::uuid AND e.kind = 'appeared')
  UNION ALL SELECT ${idOf("c", "created")}, created_at_source, 'credential_created',
      'Credential ' || name || ' created'
    FROM credential c WHERE identity_id = $1::uuid AND created_at_source IS NOT NULL
  UNION ALL SELECT ${idOf("c", "expired")}, expires_at, 'credential_expired',
      'Credential ' || name || ' expired'
    FROM credential c WHERE identity_id = $1::uuid AND expires_at < now()
  UNION ALL SELECT ${idOf("f", "opened")}, first_seen_at, 'finding_opened', 'Found: ' || title
    FROM finding f WHERE identity_id = $1::uuid AND NOT EXISTS (
      SELECT FROM identity_event e WHERE e.identity_id = $1::uuid AND e.kind = 'finding_opened'
        AND e.at = f.first_seen_at)`;

/** One page of what happened to an identity, newest first. */
export async function timelinePage(
  id: string,
  cursor: string | null,
  limit: number,
): Promise<IdentityDetail["timeline"]> {
  const after = cursor === null ? null : decode(cursor);
  const rows = await sql<EventRow>(
    `SELECT id, at, (at AT TIME ZONE 'UTC')::text || '+00' AS at_text, kind, summary
     FROM (${stream}) happened
     ${after ? "WHERE (at, id) < ($3::timestamptz, $4::uuid)" : ""}
     ORDER BY at DESC, id DESC LIMIT $2`,
    [id, limit + 1, ...(after ?? [])],
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      summary: row.summary,
    })),
    nextCursor: last
      ? Buffer.from(JSON.stringify([last.at_text, last.id])).toString("base64url")
      : null,
  };
}

/** When the risk band changed, oldest first. */
export async function riskTrend(id: string): Promise<IdentityDetail["riskTrend"]> {
  const rows = await sql<EventRow & { before: RiskBand; after: RiskBand }>(
    `SELECT at, summary, change #>> '{risk_band,from}' AS before, change #>> '{risk_band,to}' AS after
     FROM identity_event WHERE identity_id = $1::uuid AND kind = 'band_changed'
     ORDER BY at DESC LIMIT 30`,
    [id],
  );
  return rows
    .reverse()
    .map(({ at, summary, before, after }) => ({ at: at.toISOString(), summary, before, after }));
}
