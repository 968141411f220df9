import { z } from "zod";
import { reasonText } from "@/lib/domain/reason";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { openCase, refuseOthers } from "./open-case";

/**
 * Opens a case for an identity or one of its credentials. Nothing is called yet: the worker first
 * makes a dry run, and a person approves what it shows.
 */
export const requestOffboarding = defineCommand({
  name: "offboarding.request",
  event: "offboarding.requested",
  permission: "offboarding:request",
  input: z.strictObject({
    identityId: z.uuid(),
    credentialId: z.uuid().optional(),
    reason: reasonText,
    watchDays: z.number().int().min(0).max(90).optional(),
  }),
  run: async ({ tx, ctx, input, reach }) => {
    await refuseOthers(tx, { ctx, reach, identityId: input.identityId });
    const by = { requestedById: personIdOf(ctx), requestedBy: actorName(ctx) };
    const { audit, ...result } = await openCase(tx, { ...input, ...by }, ctx.now);
    return { result, audit };
  },
});
