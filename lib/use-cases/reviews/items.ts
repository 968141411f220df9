import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import type { ReviewItemState } from "@/lib/domain/lifecycle/review-item";
import type { Reach } from "@/lib/domain/people/permissions";
import type { Tx } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { Parameters } from "../identities/parameters";

/** Which items a decision takes: named ones, or all of one's own with equal evidence. */
export const itemTarget = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) }),
  z.strictObject({
    campaignId: z.uuid(),
    digest: z.string().length(64),
    /** What the person saw; the command refuses when another number would be decided. */
    expected: z.number().int().min(1).max(10_000),
  }),
]);
export type ItemTarget = z.output<typeof itemTarget>;

/** What deciding needs of an item; read in bulk, so it carries no evidence. */
export interface OpenItem {
  id: string;
  campaign_id: string;
  identity_id: string | null;
  credential_id: string | null;
  name: string;
  digest: string;
  state: ReviewItemState;
  line: string[];
  position: number;
  owner_id: string | null;
  two_people: boolean;
  reviewer_id: string | null;
  delegated_from: string | null;
  first_by_id: string | null;
  due_at: Date | null;
  campaign_state: CampaignState;
  campaign_due_at: Date;
}

const mostItems = 10_000;

/**
 * Holds the campaigns open until the transaction ends. Always before their items are locked, in the
 * order in which ending a campaign locks them: otherwise the two would wait for each other.
 */
const holdCampaigns = (tx: Tx, which: string, value: unknown): Promise<unknown> =>
  tx.$queryRawUnsafe(
    `SELECT 1 FROM review_campaign WHERE id IN (${which}) ORDER BY id FOR SHARE`,
    value,
  );
const campaignsOf = "SELECT campaign_id FROM review_item WHERE id = ANY($1::uuid[])";
export const holdCampaign = (tx: Tx, id: string): Promise<unknown> =>
  holdCampaigns(tx, "$1::uuid", id);
export const holdCampaignsOf = (tx: Tx, itemIds: readonly string[]): Promise<unknown> =>
  holdCampaigns(tx, campaignsOf, itemIds);

const columns = `r.id, r.campaign_id, r.identity_id, r.credential_id, r.name, r.digest, r.state, r.line,
  r.position, r.owner_id, r.two_people, r.reviewer_id, r.delegated_from, r.first_by_id, r.due_at,
  k.state AS campaign_state, k.due_at AS campaign_due_at`;

/**
 * An item may be decided by whom it waits for, and, once it waits for the analysts, by any of them;
 * never twice by one person where two must agree.
 */
export function mineSql(personId: string | null, reach: Reach, p: Parameters): string {
  const me = `${p.add(personId)}::uuid`;
  const pool = reach === "all" ? " OR r.reviewer_id IS NULL" : "";
  return `r.state IN ('waiting', 'seconding') AND (r.reviewer_id = ${me}${pool})
    AND r.first_by_id IS DISTINCT FROM ${me}`;
}

/**
 * Locks the items that this person may decide now. Throws `not_found` when some of the named ones
 * are not theirs, and `conflict` when what would be decided is not what was shown.
 */
export async function lockItems(
  tx: Tx,
  ctx: Context,
  reach: Reach,
  target: ItemTarget,
): Promise<OpenItem[]> {
  await ("ids" in target ? holdCampaignsOf(tx, target.ids) : holdCampaign(tx, target.campaignId));
  const p = new Parameters();
  const which =
    "ids" in target
      ? `r.id = ANY(${p.add(target.ids)}::uuid[])`
      : `r.campaign_id = ${p.add(target.campaignId)}::uuid AND r.digest = ${p.add(target.digest)}`;
  const rows = await tx.$queryRawUnsafe<OpenItem[]>(
    `SELECT ${columns} FROM review_item r JOIN review_campaign k ON k.id = r.campaign_id
     WHERE ${which} AND ${mineSql(personIdOf(ctx), reach, p)}
     ORDER BY r.id LIMIT ${mostItems + 1} FOR UPDATE OF r`,
    ...p.values,
  );
  const expected = "ids" in target ? new Set(target.ids).size : target.expected;
  if (rows.length === 0 || ("ids" in target && rows.length < expected)) {
    throw new DomainError(
      "not_found",
      "This is not waiting for your decision: somebody may have decided it already. Nothing was changed.",
    );
  }
  if (rows.length !== expected) {
    throw new DomainError(
      "conflict",
      `${rows.length.toLocaleString("en")} items have this evidence now, not ${expected.toLocaleString("en")}. Nothing was changed; look at them again.`,
    );
  }
  if (rows.some((row) => row.campaign_state !== "open"))
    throw new DomainError("conflict", "This review is not open. Nothing was changed.");
  if (new Set(rows.map((row) => row.digest)).size > 1) {
    throw new DomainError(
      "conflict",
      "These items have different evidence, so one decision cannot fit all. Nothing was changed.",
    );
  }
  return rows;
}
