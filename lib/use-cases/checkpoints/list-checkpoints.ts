import { z } from "zod";
import type { Checkpoint } from "@/lib/domain/evidence-pack/checkpoint";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { contradictionOf } from "./contradiction";
import type { Delivery } from "./deliver";
import { toCheckpoint, whyNotOurs } from "./plain-chain";

/** Three turns missed. */
const lateMs = 16 * 60_000;

export interface CheckpointState {
  last: Checkpoint | null;
  deliveries: Delivery[];
  isLate: boolean;
  /** What the log lacks of what the last checkpoint saw; null when they agree. */
  contradiction: string | null;
}

/** The last checkpoint, whether the log still agrees with it, and where it went. */
export const getCheckpointState = defineQuery({
  permission: "audit:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<CheckpointState> => {
    const row = await db().auditCheckpoint.findFirst({ orderBy: { at: "desc" } });
    if (!row) return { last: null, deliveries: [], isLate: false, contradiction: null };
    const last = toCheckpoint(row);
    const why = await whyNotOurs(last);
    return {
      last,
      deliveries: row.deliveries as unknown as Delivery[],
      isLate: ctx.now.getTime() - row.at.getTime() > lateMs,
      contradiction: why ? `It was altered: ${why}.` : await contradictionOf(last),
    };
  },
});

export const listCheckpointsInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** Checkpoints as they were sent, newest first. */
export const listCheckpoints = defineQuery({
  permission: "audit:read",
  input: listCheckpointsInput,
  run: async ({ input }): Promise<{ items: Checkpoint[] }> => {
    const rows = await db().auditCheckpoint.findMany({
      orderBy: { at: "desc" },
      take: input.limit,
    });
    return { items: rows.map(toCheckpoint) };
  },
});
