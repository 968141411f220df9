import { z } from "zod";
import type { ChannelKind } from "@/lib/domain/notices/channel-config";
import type { NoticeEvent } from "@/lib/domain/notices/notice-data";
import type { ChannelItem } from "@/lib/domain/notices/shapes";
import { db, type Prisma } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export function toChannelItem(
  row: Prisma.NoticeChannelGetPayload<object>,
  waiting: number,
): ChannelItem {
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    name: row.name,
    shown: row.config as ChannelItem["shown"],
    events: row.events as NoticeEvent[],
    state: row.state as ChannelItem["state"],
    because: row.because,
    failures: row.failures,
    failingSince: row.failingSince?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    waiting,
  };
}

/** The installation's channels with how they fare. Their addresses and passwords never leave the server. */
export const listChannels = defineQuery({
  permission: "setting:read",
  input: z.strictObject({}),
  run: async () => {
    const rows = await db().noticeChannel.findMany({
      where: { personId: null },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const open = await db().noticeDelivery.groupBy({
      by: ["channelId"],
      where: { state: { in: ["waiting", "sending"] } },
      _count: true,
    });
    const waiting = new Map(open.map((one) => [one.channelId, one._count]));
    return { items: rows.map((row) => toChannelItem(row, waiting.get(row.id) ?? 0)) };
  },
});
