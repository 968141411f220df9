import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { enqueue } from "@/lib/infra/queue";
import { defineCommand } from "../define-command";

/** Sends a delivery again under its old id: one that failed, one that waits, or one that arrived. */
export const retryDelivery = defineCommand({
  name: "notice-delivery.retry",
  event: "notice-delivery.retried",
  permission: "setting:change",
  input: z.strictObject({ deliveryId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await tx.noticeDelivery.findUnique({
      where: { id: input.deliveryId },
      include: { channel: true },
    });
    if (!found) throw new DomainError("not_found", "There is no such delivery.");
    if (found.channel?.state !== "active") {
      throw new DomainError("conflict", "Its channel is off or was removed. Nothing was sent.");
    }
    const { count } = await tx.noticeDelivery.updateMany({
      where: { id: found.id, state: { in: ["waiting", "delivered", "failed", "dropped"] } },
      data: { state: "waiting", nextAt: ctx.now, tries: 0 },
    });
    if (count === 0) {
      throw new DomainError("conflict", "It is being sent, or went out in a digest. Look again.");
    }
    await tx.noticeChannel.update({ where: { id: found.channel.id }, data: { notBefore: null } });
    await enqueue(tx, "deliver-notices", {}, { singletonKey: "deliver" });
    return {
      result: { deliveryId: found.id },
      audit: {
        targetType: "notice_delivery",
        targetId: found.id,
        detail: { from: found.state, channel: found.channelName, recipient: found.recipient },
      },
    };
  },
});
