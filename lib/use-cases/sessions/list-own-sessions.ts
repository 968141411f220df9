import { z } from "zod";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { idleMs } from "./session-rules";

export interface SessionRow {
  id: string;
  current: boolean;
  userAgent: string | null;
  ip: string | null;
  assuranceLevel: number;
  createdAt: string;
  lastSeenAt: string;
}

/** One's own sessions that still open the door, the newest use first. */
export const listOwnSessions = defineQuery({
  permission: "self:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<{ items: SessionRow[] }> => {
    const rows = await db().session.findMany({
      where: {
        personId: personIdOf(ctx) ?? "00000000-0000-0000-0000-000000000000",
        endedAt: null,
        endsAt: { gt: ctx.now },
        lastSeenAt: { gt: new Date(ctx.now.getTime() - idleMs) },
      },
      orderBy: { lastSeenAt: "desc" },
      take: 100,
    });
    const currentId = ctx.actor.type === "person" ? ctx.actor.sessionId : null;
    return {
      items: rows.map((row) => ({
        id: row.id,
        current: row.id === currentId,
        userAgent: row.userAgent,
        ip: row.ip,
        assuranceLevel: row.assuranceLevel,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
      })),
    };
  },
});
