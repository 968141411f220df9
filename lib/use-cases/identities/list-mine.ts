import { z } from "zod";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import { limitsOf } from "@/lib/domain/policy/policy";
import { nextRotation, type NextRotation } from "@/lib/domain/risk/factors/next-rotation";
import { db, pool, sql } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { activePolicy } from "../policies/active-policy";
import { loadSome } from "../scoring/load-subjects";
import { rowColumns, type RowRecord, toIdentityRow } from "./row-sql";

export interface MyIdentity {
  identity: IdentityRow;
  rotation: NextRotation;
  /** Why it needs its owner now, worst first; empty when it does not. */
  needs: { text: string; href: string }[];
}

export interface MyIdentities {
  items: MyIdentity[];
  /** All of mine; `items` holds the 200 riskiest. */
  total: number;
  /** How many I back up. */
  backedUp: number;
}

const mostShown = 200;

/** Neither gone from its source nor going with it. */
const listed = { missingSince: null, source: { removedAt: null } };

async function needsOf(ids: string[], now: Date): Promise<Map<string, MyIdentity["needs"]>> {
  const rows = await sql<{ id: string; text: string; href: string }>(
    `SELECT identity_id AS id, title AS text, '/findings?open=' || id AS href, 1 AS place,
       array_position(ARRAY['critical','high'], severity) AS worst FROM finding
     WHERE identity_id = ANY($1::uuid[]) AND state = 'open' AND severity IN ('critical', 'high')
     UNION ALL SELECT identity_id, CASE state WHEN 'manual' THEN 'Take it out of service by hand and report it done'
       ELSE 'Confirm its deletion, or say that it stays' END,
       '/offboarding/' || id, 0, 0 FROM offboarding_case
       WHERE identity_id = ANY($1::uuid[]) AND state IN ('manual', 'confirming')
     UNION ALL SELECT identity_id, 'The vendor''s access ' || CASE WHEN vendor_ends_on < $2::date THEN 'ended' ELSE 'ends' END
       || ' on ' || vendor_ends_on,
       '/identities/' || identity_id, 2, 0 FROM identity_ownership
       WHERE identity_id = ANY($1::uuid[]) AND vendor_ends_on < $2::timestamptz + interval '30 days'
     ORDER BY place, worst, text`,
    [ids, now.toISOString()],
  );
  const needs = new Map<string, MyIdentity["needs"]>();
  for (const { id, text, href } of rows) needs.set(id, [...(needs.get(id) ?? []), { text, href }]);
  return needs;
}

/** What the person who asks owns, riskiest first, with what needs them. */
export const listMine = defineQuery({
  permission: "identity:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<MyIdentities> => {
    const me = personIdOf(ctx);
    if (me === null) return { items: [], total: 0, backedUp: 0 };
    const rows = await sql<RowRecord>(
      `SELECT i.*, s.name AS source_name, s.connector_id, w.name AS owner_name, w.email AS owner_email
       FROM (SELECT ${rowColumns} FROM identity WHERE owner_id = $1::uuid AND missing_since IS NULL
           AND source_id NOT IN (SELECT id FROM source WHERE removed_at IS NOT NULL)
         ORDER BY risk_score DESC, id LIMIT ${mostShown}) i
       JOIN source s ON s.id = i.source_id JOIN person w ON w.id = i.owner_id
       ORDER BY i.risk_score DESC, i.id`,
      [me],
    );
    const ids = rows.map(({ id }) => id);
    const client = await pool().connect();
    const subjects = await loadSome(client, ids).finally(() => client.release());
    const needs = await needsOf(ids, ctx.now);
    const { document } = await activePolicy();
    const rotation = new Map(
      subjects.map((one) => [
        one.id,
        nextRotation({ ...one, limits: limitsOf(document, one) }, ctx.now),
      ]),
    );
    const items = rows.map((row): MyIdentity => {
      const due = rotation.get(row.id) ?? { state: "unknown" };
      const late = { text: "Its secret is past its rotation", href: `/identities/${row.id}` };
      const more = due.state === "overdue" ? [late] : [];
      return {
        identity: toIdentityRow(row),
        rotation: due,
        needs: [...(needs.get(row.id) ?? []), ...more],
      };
    });
    const [total, backedUp] = await Promise.all([
      db().identity.count({ where: { ownerId: me, ...listed } }),
      db().identityOwnership.count({ where: { backupOwnerId: me, identity: listed } }),
    ]);
    return { items, total, backedUp };
  },
});
