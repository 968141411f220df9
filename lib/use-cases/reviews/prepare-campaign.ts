import type { PoolClient } from "pg";
import { z } from "zod";
import { edge } from "@/lib/domain/lifecycle/lifecycle";
import { campaignLifecycle } from "@/lib/domain/lifecycle/campaign";
import { DomainError } from "@/lib/domain/errors";
import { inTransaction, sql } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { awaitsScore, hurryScore } from "./awaits-score";
import { audited, ignoreTaken } from "./notes";
import { tellAssigned } from "./tell-reviewers";
import { type Asking, type Execute, writeItems } from "./write-items";

/** Identities whose items are written in one transaction: under a second, so that progress shows. */
const batchSize = 2_500;
/** Batches under way at once: the database works for one while the other is committed. */
const lanes = 2;

const takeSql = `
  WITH taken AS (SELECT identity_id FROM review_scope s WHERE campaign_id = $1::uuid
      AND NOT ${awaitsScore("s.identity_id")}
    ORDER BY identity_id LIMIT $2 FOR UPDATE SKIP LOCKED)
  DELETE FROM review_scope s USING taken t WHERE s.campaign_id = $1::uuid AND s.identity_id = t.identity_id
  RETURNING s.identity_id`;

/**
 * One batch of what nobody else is writing; 0 when nothing is left to take. The lock on the
 * campaign lets others write beside it and keeps everybody from ending it meanwhile.
 */
async function writeBatch(client: PoolClient, id: string, now: Date): Promise<number> {
  const found = await client.query<Asking & { due_at: Date }>(
    `SELECT id, reviewer, person_id, two_people, due_at FROM review_campaign
     WHERE id = $1::uuid AND state = 'preparing' FOR KEY SHARE`,
    [id],
  );
  const [campaign] = found.rows;
  if (!campaign) return 0;
  const { rows } = await client.query<{ identity_id: string }>(takeSql, [id, batchSize]);
  const execute: Execute = async (text, values = []) =>
    (await client.query(text, [...values])).rowCount ?? 0;
  if (rows.length > 0) await writeItems(execute, campaign, rows, { now, dueAt: campaign.due_at });
  return rows.length;
}

async function writeLane(id: string, now: Date, stop: AbortSignal): Promise<void> {
  let taken = batchSize;
  while (taken > 0 && !stop.aborted)
    taken = await inTransaction((client) => writeBatch(client, id, now));
}

/** The last step: reviewers are asked. */
const openCampaign = defineCommand({
  name: "review.open",
  event: "review.opened",
  permission: "review:run",
  input: z.strictObject({ campaignId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const { from, to } = edge(campaignLifecycle, "open");
    const { count } = await tx.reviewCampaign.updateMany({
      where: { id: input.campaignId, state: { in: from } },
      data: { state: to, openedAt: ctx.now },
    });
    if (count === 0) throw new DomainError("conflict", "This campaign is not being prepared.");
    const campaign = await tx.reviewCampaign.findUniqueOrThrow({ where: { id: input.campaignId } });
    await tellAssigned(tx, campaign, ctx.now);
    return { result: null, audit: audited(input.campaignId, { items: campaign.items }) };
  },
});

const isWritten = async (id: string): Promise<boolean> =>
  (
    await sql(
      `SELECT 1 FROM review_campaign k WHERE id = $1::uuid AND state = 'preparing'
         AND NOT EXISTS (SELECT 1 FROM review_scope s WHERE s.campaign_id = k.id)`,
      [id],
    )
  ).length > 0;

/**
 * Writes the items of every campaign that is being prepared. Each batch commits with the part of
 * the scope that it took, so a worker that dies loses at most the batches under way.
 */
export async function prepareCampaigns(now: Date, stop: AbortSignal): Promise<number> {
  const due = await sql<{ id: string }>(
    "SELECT id FROM review_campaign WHERE state = 'preparing' ORDER BY created_at",
  );
  let opened = 0;
  for (const { id } of due) {
    await Promise.all(Array.from({ length: lanes }, () => writeLane(id, now, stop)));
    if (!(await isWritten(id))) {
      await hurryScore();
      continue;
    }
    await openCampaign(systemContext("reviews", now), { campaignId: id }).catch(ignoreTaken);
    opened += 1;
  }
  return opened;
}
