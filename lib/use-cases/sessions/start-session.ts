import { z } from "zod";
import type { Tx } from "@/lib/infra/db";
import type { Context } from "../context";
import { defineCommand } from "../define-command";
import { absoluteMs } from "./session-rules";

const started = z.strictObject({
  personId: z.uuid(),
  assuranceLevel: z.int().min(1).max(3),
  method: z.string(),
  /** Whether this sign-in proved all the factors that a step-up would ask for. */
  provenNow: z.boolean(),
  userAgent: z.string().max(400).nullable(),
});

/** The row, and what the audit log says of it. Its id is new, whatever the browser sent. */
export async function insertSession(tx: Tx, ctx: Context, input: z.output<typeof started>) {
  const { personId, method, assuranceLevel, provenNow, userAgent } = input;
  const session = await tx.session.create({
    data: {
      personId,
      assuranceLevel,
      steppedUpAt: provenNow ? ctx.now : null,
      ip: ctx.ip,
      userAgent,
      lastSeenAt: ctx.now,
      endsAt: new Date(ctx.now.getTime() + absoluteMs),
    },
  });
  await tx.person.update({ where: { id: personId }, data: { lastSignInAt: ctx.now } });
  return {
    result: { sessionId: session.id },
    audit: { targetType: "person", targetId: personId, detail: { method, assuranceLevel } },
  };
}

/** A new session for somebody who proved who they are. */
export const startSession = defineCommand({
  name: "session.start",
  event: "session.started",
  permission: "public",
  input: started,
  run: ({ tx, ctx, input }) => insertSession(tx, ctx, input),
});

/** Leaves a line in the audit log about a sign-in that was refused. */
export const refuseSignIn = defineCommand({
  name: "session.start",
  event: "session.refused",
  outcome: "refused",
  permission: "public",
  input: z.strictObject({ email: z.string().max(254) }),
  run: async ({ input }) => ({ result: null, audit: { detail: { email: input.email } } }),
});
