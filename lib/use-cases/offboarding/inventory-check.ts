import { db } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import type { Statements } from "../ingest/on-transaction";

const lookEveryMs = 300_000;

/** Whether complete syncs have stopped finding the target, or find it switched off for good. */
export async function isGoneFromInventory(found: {
  target: unknown;
  externalId: string;
  identity: { id: string; missingSince: Date | null } | null;
}): Promise<boolean> {
  const { subject } = found.target as { subject: string };
  if (!found.identity || found.identity.missingSince) return true;
  if (subject === "identity") return false;
  const held = await db().credential.count({
    where: {
      identityId: found.identity.id,
      externalId: found.externalId,
      missingSince: null,
    },
  });
  return held === 0;
}

export async function lookAgainLater(caseId: string, now: Date): Promise<void> {
  const nextAt = new Date(now.getTime() + lookEveryMs);
  await db().offboardingCase.update({ where: { id: caseId }, data: { nextAt } });
}

/** After a complete sync: the cases that wait for one look within a second instead of in minutes. */
export async function wakeReported(client: Statements, sourceId: string): Promise<void> {
  const { rows } = await client.query(
    `UPDATE offboarding_case SET next_at = now()
     WHERE source_id = $1::uuid AND state = 'reported' RETURNING id`,
    [sourceId],
  );
  const only = { singletonKey: "advance-offboarding" };
  if (rows.length > 0) await enqueueOn(client, "advance-offboarding", {}, only);
}
