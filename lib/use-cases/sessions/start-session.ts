import { z } from "zod";
import { defineCommand } from "../define-command";
import { absoluteMs } from "./session-rules";

/** A new session row for somebody who proved who they are. Its id is new, whatever the browser sent. */
export const startSession = defineCommand({
  name: "session.start",
  event: "session.started",
  permission: "public",
  input: z.strictObject({
    personId: z.uuid(),
    assuranceLevel: z.int().min(1).max(3),
    method: z.string(),
    /** Whether this sign-in proved all the factors that a step-up would ask for. */
    provenNow: z.boolean(),
    userAgent: z.string().max(400).nullable(),
  }),
  run: async ({ tx, ctx, input }) => {
    const session = await tx.session.create({
      data: {
        personId: input.personId,
        assuranceLevel: input.assuranceLevel,
        steppedUpAt: input.provenNow ? ctx.now : null,
        ip: ctx.ip,
        userAgent: input.userAgent,
        lastSeenAt: ctx.now,
        endsAt: new Date(ctx.now.getTime() + absoluteMs),
      },
    });
    await tx.person.update({ where: { id: input.personId }, data: { lastSignInAt: ctx.now } });
    const { method, assuranceLevel } = input;
    return {
      result: { sessionId: session.id },
      audit: { targetType: "person", targetId: input.personId, detail: { method, assuranceLevel } },
    };
  },
});

/** Leaves a line in the audit log about a sign-in that was refused. */
export const refuseSignIn = defineCommand({
  name: "session.start",
  event: "session.refused",
  permission: "public",
  input: z.strictObject({ email: z.string().max(254) }),
  run: async ({ input }) => ({ result: null, audit: { detail: { email: input.email } } }),
});
