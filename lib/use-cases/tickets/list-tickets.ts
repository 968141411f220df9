import { z } from "zod";
import { type TicketItem, ticketSubjects } from "@/lib/domain/notices/ticket";
import { trackerKinds } from "@/lib/domain/notices/tracker-config";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { isSettled } from "./subject-state";

/** The tickets of one item, and the trackers in which one could be opened. */
export const listTickets = defineQuery({
  permission: "ticket:read",
  input: z.strictObject({ subjectType: z.enum(ticketSubjects), subjectId: z.uuid() }),
  run: async ({ input }) => {
    const [rows, trackers, settled] = await Promise.all([
      db().ticket.findMany({ where: input, orderBy: { createdAt: "asc" } }),
      db().noticeChannel.findMany({
        where: { kind: { in: [...trackerKinds] }, state: "active", personId: null },
        orderBy: { createdAt: "asc" },
        select: { id: true, name: true },
      }),
      isSettled(input.subjectType, input.subjectId),
    ]);
    const items = rows.map((row): TicketItem => ({
      id: row.id,
      tracker: row.tracker,
      kind: row.kind,
      state: row.state,
      key: row.key,
      url: row.url,
      words: row.words,
      answer: row.answer,
      closedEarly: row.state === "closed" && !settled,
      createdBy: row.createdBy,
      createdAt: row.createdAt.toISOString(),
      checkedAt: row.checkedAt?.toISOString() ?? null,
    }));
    const taken = new Set(rows.filter((row) => row.state !== "failed").map((row) => row.channelId));
    return { items, trackers: trackers.filter((one) => !taken.has(one.id)) };
  },
});
