import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import {
  deliveryPauseMs,
  type DeliveryOutcome,
  disableAfterMs,
  mostDeliveryTries,
} from "@/lib/domain/notices/message";
import { sql } from "@/lib/infra/db";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { notify } from "./notify";

export interface Claimed {
  id: string;
  /** Also the claim's token: a worker that lost its lease settles nothing. */
  tries: number;
}

const settle = (claimed: Claimed, state: string, answer: string, now: Date) =>
  sql<{ channel_id: string | null }>(
    `UPDATE notice_delivery SET state = $3, answer = $4, answered_at = $5, lease_until = NULL,
       next_at = NULL, delivered_at = CASE WHEN $3 = 'delivered' THEN $5::timestamptz END
     WHERE id = $1::uuid AND tries = $2 AND state = 'sending' RETURNING channel_id`,
    [claimed.id, claimed.tries, state, answer, now],
  );

export async function dropDelivery(claimed: Claimed, why: string, now: Date): Promise<void> {
  await settle(claimed, "dropped", why, now);
}

/** Writes down what came of a try. A worker whose claim has passed to another one changes nothing. */
export async function settleDelivery(
  claimed: Claimed,
  outcome: DeliveryOutcome,
  now: Date,
): Promise<void> {
  if (outcome.kind === "later") return putOff(claimed, outcome, now);
  if (outcome.kind === "gone") {
    await putOff(claimed, { ...outcome, kind: "later", scope: "channel" }, now);
    return disableChannelOf(claimed, `The receiver says that it is gone: ${outcome.answer}`, now);
  }
  const state = outcome.kind === "delivered" ? "delivered" : "failed";
  const [row] = await settle(claimed, state, outcome.answer, now);
  if (!row?.channel_id || state !== "delivered") return;
  await sql(
    `UPDATE notice_channel SET failures = 0, failing_since = NULL, not_before = NULL,
       delivered_at = $2 WHERE id = $1::uuid`,
    [row.channel_id, now],
  );
}

type Later = Extract<DeliveryOutcome, { kind: "later" }>;

/**
 * Waits as long as the receiver asked, else 10 s · 2^n with jitter. When the channel itself fails all
 * its deliveries wait, none of them is given up, and after days it is switched off.
 */
async function putOff(claimed: Claimed, outcome: Later, now: Date): Promise<void> {
  const { scope, answer } = outcome;
  const [row] = await sql<{ channel_id: string | null; gives_up: boolean }>(
    `SELECT d.channel_id, d.tries >= $3 AND ($4 OR c.delivered_at > d.created_at) AS gives_up
     FROM notice_delivery d LEFT JOIN notice_channel c ON c.id = d.channel_id
     WHERE d.id = $1::uuid AND d.tries = $2 AND d.state = 'sending'`,
    [claimed.id, claimed.tries, mostDeliveryTries, scope === "delivery"],
  );
  if (!row) return;
  if (row.gives_up) {
    await settle(claimed, "failed", answer, now);
    return;
  }
  const pause = outcome.retryAfterMs ?? deliveryPauseMs(claimed.tries, Math.random());
  await sql(
    `UPDATE notice_delivery SET state = 'waiting', answer = $3, answered_at = $4, next_at = $5,
       lease_until = NULL WHERE id = $1::uuid AND tries = $2 AND state = 'sending'`,
    [claimed.id, claimed.tries, answer, now, new Date(now.getTime() + pause)],
  );
  if (scope === "channel" && row.channel_id) await slowDown(row.channel_id, outcome, now);
}

async function slowDown(channelId: string, outcome: Later, now: Date): Promise<void> {
  const [channel] = await sql<{ failures: number; failing_since: Date }>(
    `UPDATE notice_channel SET failures = failures + 1,
       failing_since = COALESCE(failing_since, $2::timestamptz) WHERE id = $1::uuid
     RETURNING failures, failing_since`,
    [channelId, now],
  );
  if (!channel) return;
  const pause = outcome.retryAfterMs ?? deliveryPauseMs(channel.failures, Math.random());
  await sql("UPDATE notice_channel SET not_before = GREATEST(not_before, $2) WHERE id = $1::uuid", [
    channelId,
    new Date(now.getTime() + pause),
  ]);
  if (now.getTime() - channel.failing_since.getTime() < disableAfterMs) return;
  const because = `It failed for ${disableAfterMs / dayMs} days. The last answer: ${outcome.answer}`;
  await disableFailing(systemContext("notices", now), { channelId, because });
}

async function disableChannelOf({ id }: Claimed, because: string, now: Date): Promise<void> {
  const [row] = await sql<{ channel_id: string | null }>(
    "SELECT channel_id FROM notice_delivery WHERE id = $1::uuid",
    [id],
  );
  if (row?.channel_id)
    await disableFailing(systemContext("notices", now), { channelId: row.channel_id, because });
}

/** Switches a channel off that nobody answers; administrators are told through the others. */
const disableFailing = defineCommand({
  name: "notice-channel.disable",
  event: "notice-channel.disabled",
  permission: "setting:change",
  input: z.strictObject({ channelId: z.uuid(), because: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const { channelId, because } = input;
    const { count } = await tx.noticeChannel.updateMany({
      where: { id: channelId, state: "active" },
      data: { state: "disabled", because },
    });
    const channel = await tx.noticeChannel.findUniqueOrThrow({ where: { id: channelId } });
    if (count > 0) {
      await notify(tx, {
        event: "channel.disabled",
        subject: { type: "notice_channel", id: channelId },
        recipients: channel.personId
          ? { people: [channel.personId] }
          : { holding: "setting:change" },
        data: { channel: channel.name, reason: because },
        dedupeKey: `${channelId}:${ctx.now.toISOString()}`,
        at: ctx.now,
      });
    }
    return {
      result: null,
      audit: { targetType: "notice_channel", targetId: channelId, detail: { because } },
    };
  },
});
