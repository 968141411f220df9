import type { PoolClient } from "pg";
import { z } from "zod";
import { edge } from "@/lib/domain/lifecycle/lifecycle";
import { campaignLifecycle } from "@/lib/domain/lifecycle/campaign";
import { DomainError } from "@/lib/domain/errors";
import { inTransaction, sql } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { useKeyedPlans } from "../ingest/bulk-sql";
import { digestSql, evidenceLaterals, evidenceSql, twoPeopleSql } from "./evidence-sql";
import { audited } from "./notes";
import { tellAssigned } from "./tell-reviewers";
import { lineSql, peopleJoin, reviewedCredential, type ScopeInput } from "./scope-sql";

/** Identities whose items are written in one transaction: about a second, so that progress shows. */
const batchSize = 5_000;

interface Campaign {
  id: string;
  reviewer: ScopeInput["reviewer"];
  person_id: string | null;
  two_people: ScopeInput["twoPeople"];
  due_at: Date;
}

const takeSql = [
  "SELECT identity_id AS id FROM review_scope WHERE campaign_id = $1::uuid ORDER BY identity_id LIMIT $2",
  "DELETE FROM review_scope WHERE campaign_id = $1::uuid AND identity_id = ANY($2::uuid[])",
] as const;

/** OFFSET 0 keeps the planner from turning the look-up by id round: it cannot know how few are taken. */
const insertSql = ({ reviewer, two_people: twoPeople }: Campaign): string => `
  INSERT INTO review_item (id, campaign_id, identity_id, credential_id, subject, name, identity_name,
    source_name, risk, evidence, digest, owner_id, owner_name, team_name, two_people, line, reviewer_id,
    assigned_at, due_at)
  SELECT gen_random_uuid(), $1::uuid, i.id, c.id, CASE WHEN c.id IS NULL THEN 'identity' ELSE 'credential' END,
    coalesce(c.name, i.name), i.name, s.name, i.risk_score, ${evidenceSql}, ${digestSql},
    w.id, coalesce(w.name, i.owner_hint), g.name, ${twoPeopleSql(twoPeople)}, asked.line, asked.line[1], $3, $4
  FROM unnest($2::uuid[]) AS t(identity_id)
  CROSS JOIN LATERAL (SELECT * FROM identity WHERE id = t.identity_id OFFSET 0) i
  JOIN source s ON s.id = i.source_id
  ${peopleJoin}
  LEFT JOIN credential c ON ${reviewedCredential}
  CROSS JOIN LATERAL (SELECT ${lineSql(reviewer, "$5")} AS line) asked
  ${evidenceLaterals}
  ON CONFLICT DO NOTHING`;

/** One batch of a campaign that no other worker holds; null while one does or when it is over. */
async function writeBatch(client: PoolClient, id: string, now: Date): Promise<number | null> {
  const found = await client.query<Campaign>(
    `SELECT id, reviewer, person_id, two_people, due_at FROM review_campaign
     WHERE id = $1::uuid AND state = 'preparing' FOR UPDATE SKIP LOCKED`,
    [id],
  );
  const [campaign] = found.rows;
  if (!campaign) return null;
  await useKeyedPlans(client);
  // Hundreds of expressions over a few thousand rows: compiling them costs more than it saves.
  await client.query("SET LOCAL jit = off");
  const [take, drop] = takeSql;
  const taken = await client.query<{ id: string }>(take, [id, batchSize]);
  const ids = taken.rows.map((row) => row.id);
  await client.query(drop, [id, ids]);
  const { due_at: dueAt, person_id: personId } = campaign;
  const written = await client.query(insertSql(campaign), [id, ids, now, dueAt, personId]);
  await client.query("UPDATE review_campaign SET items = items + $2 WHERE id = $1::uuid", [
    id,
    written.rowCount ?? 0,
  ]);
  return ids.length;
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

/**
 * Writes the items of every campaign that is being prepared. Each batch commits with the part of
 * the scope that it took, so a worker that dies loses at most the batch under way.
 */
export async function prepareCampaigns(now: Date, stop: AbortSignal): Promise<number> {
  const due = await sql<{ id: string }>(
    "SELECT id FROM review_campaign WHERE state = 'preparing' ORDER BY created_at",
  );
  let opened = 0;
  for (const { id } of due) {
    let taken: number | null = batchSize;
    while (taken !== null && taken > 0 && !stop.aborted)
      taken = await inTransaction((client) => writeBatch(client, id, now));
    if (taken !== 0) continue;
    await openCampaign(systemContext("reviews", now), { campaignId: id });
    opened += 1;
  }
  return opened;
}
