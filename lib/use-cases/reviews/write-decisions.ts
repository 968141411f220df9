import type { ReviewDecision, ReviewItemState } from "@/lib/domain/lifecycle/review-item";
import type { Tx } from "@/lib/infra/db";
import type { OpenItem } from "./items";
import { judgeReviewed } from "./judge-reviewed";

/** Where one answer leaves one item. */
export interface Change {
  item: OpenItem;
  state: ReviewItemState;
  /** False where it only went on to somebody else. */
  decided: boolean;
  effect: "none" | "pending";
  position: number;
  reviewerId: string | null;
  firstById?: string | null;
}

interface Answer {
  decision: ReviewDecision;
  reason: string | null;
  newOwnerId: string | null;
  by: { id: string | null; name: string; at: Date };
}

const updateSql = `
  UPDATE review_item r SET state = u.state, position = u.position, reviewer_id = u.reviewer_id,
    first_by_id = u.first_by_id, effect = u.effect, effect_note = NULL,
    decision = CASE WHEN u.decided THEN $8::text END, reason = CASE WHEN u.decided THEN $9::text END,
    new_owner_id = CASE WHEN u.decided THEN $10::uuid END,
    decided_by_id = CASE WHEN u.decided THEN $11::uuid END, decided_by = CASE WHEN u.decided THEN $12::text END,
    decided_at = CASE WHEN u.decided THEN $13::timestamptz END,
    assigned_at = CASE WHEN u.decided THEN r.assigned_at ELSE $13::timestamptz END,
    delegated_from = CASE WHEN u.decided THEN r.delegated_from END,
    before = jsonb_build_object('state', r.state, 'reviewerId', r.reviewer_id, 'position', r.position,
      'firstById', r.first_by_id, 'delegatedFrom', r.delegated_from, 'by', $11::uuid,
      'attestedAt', coalesce(c.attested_at, CASE WHEN r.credential_id IS NULL THEN i.attested_at END),
      'attestedBy', coalesce(c.attested_by, CASE WHEN r.credential_id IS NULL THEN i.attested_by END))
  FROM unnest($1::uuid[], $2::text[], $3::bool[], $4::text[], $5::int[], $6::uuid[], $7::uuid[])
      AS u(id, state, decided, effect, position, reviewer_id, first_by_id)
    JOIN review_item o ON o.id = u.id
    LEFT JOIN credential c ON c.id = o.credential_id LEFT JOIN identity i ON i.id = o.identity_id
  WHERE r.id = u.id`;

const historySql = `
  INSERT INTO review_decision (id, item_id, decision, reason, person_id, person_name, at)
  SELECT gen_random_uuid(), id, $2, $3, $4::uuid, $5, $6 FROM unnest($1::uuid[]) AS u(id)`;

/** Renews the attestation of what was kept, and says so on its timeline. */
const attestSql = [
  `UPDATE credential SET attested_at = $2, attested_by = $3
   WHERE id = ANY(SELECT credential_id FROM review_item WHERE id = ANY($1::uuid[]))`,
  `UPDATE identity SET attested_at = $2, attested_by = $3
   WHERE id = ANY(SELECT identity_id FROM review_item WHERE id = ANY($1::uuid[]) AND subject = 'identity')`,
];
const timelineSql = `
  INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
  SELECT gen_random_uuid(), identity_id, $2::timestamptz, 'attested', $3 || ' kept ' || name || ': ' || $4,
    jsonb_build_object('campaignId', campaign_id, 'itemId', id)
  FROM review_item WHERE id = ANY($1::uuid[]) AND identity_id IS NOT NULL`;

/** Stores one answer for any number of items in a handful of statements. */
export async function writeDecisions(
  tx: Tx,
  { decision, reason, newOwnerId, by }: Answer,
  changes: readonly Change[],
): Promise<void> {
  const list = <T>(pick: (change: Change) => T): T[] => changes.map(pick);
  const ids = list(({ item }) => item.id);
  await tx.$executeRawUnsafe(
    updateSql,
    ids,
    list((change) => change.state),
    list((change) => change.decided),
    list((change) => change.effect),
    list((change) => change.position),
    list((change) => change.reviewerId),
    list((change) => change.firstById ?? change.item.first_by_id),
    decision,
    reason,
    newOwnerId,
    by.id,
    by.name,
    by.at,
  );
  await tx.$executeRawUnsafe(historySql, ids, decision, reason, by.id, by.name, by.at);
  const kept = changes.filter((change) => change.decided).map(({ item }) => item.id);
  if (decision !== "keep" || kept.length === 0) return;
  for (const statement of attestSql) await tx.$executeRawUnsafe(statement, kept, by.at, by.name);
  await tx.$executeRawUnsafe(timelineSql, kept, by.at, by.name, reason ?? "");
  await judgeReviewed(tx, kept);
}
