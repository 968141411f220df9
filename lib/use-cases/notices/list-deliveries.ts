import { z } from "zod";
import { type DeliveryItem, type DeliveryState, deliveryStates } from "@/lib/domain/notices/shapes";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export const listDeliveriesInput = z.strictObject({
  state: z.enum(deliveryStates).optional(),
  channelId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What was sent to whom and what became of it, newest first. */
export const listDeliveries = defineQuery({
  permission: "setting:read",
  input: listDeliveriesInput,
  run: async ({ input }) => {
    const rows = await db().noticeDelivery.findMany({
      where: {
        ...(input.state ? { state: input.state } : {}),
        ...(input.channelId ? { channelId: input.channelId } : {}),
      },
      include: { notice: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit + 1,
      ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
    });
    const items = rows.slice(0, input.limit).map((row): DeliveryItem => ({
      id: row.id,
      event: row.notice.event,
      title: row.notice.title,
      link: row.notice.link,
      channel: { id: row.channelId, kind: row.channelKind, name: row.channelName },
      recipient: row.recipient,
      state: row.state as DeliveryState,
      tries: row.tries,
      nextAt: row.nextAt?.toISOString() ?? null,
      answer: row.answer,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    }));
    const hasMore = rows.length > input.limit;
    return { items, nextCursor: hasMore ? (items.at(-1)?.id ?? null) : null };
  },
});
