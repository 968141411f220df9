import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
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

/** One page of what happened to an identity, newest first. */
export async function timelinePage(
  id: string,
  cursor: string | null,
  limit: number,
): Promise<IdentityDetail["timeline"]> {
  const after = cursor === null ? null : decode(cursor);
  const rows = await sql<EventRow>(
    `SELECT id, at, (at AT TIME ZONE 'UTC')::text || '+00' AS at_text, kind, summary FROM identity_event
     WHERE identity_id = $1::uuid ${after ? "AND (at, id) < ($3::timestamptz, $4::uuid)" : ""}
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
  const rows = await sql<EventRow>(
    `SELECT at, summary FROM identity_event WHERE identity_id = $1::uuid AND kind = 'band_changed'
     ORDER BY at DESC LIMIT 30`,
    [id],
  );
  return rows.reverse().map((row) => ({ at: row.at.toISOString(), summary: row.summary }));
}
