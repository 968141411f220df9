import { z } from "zod";
import { caseVerbs, eventOfFailure } from "@/lib/domain/lifecycle/case";
import { mostTries, retryDelayMs, stuckRetryMs } from "@/lib/domain/lifecycle/offboarding";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "./case-state";
import { audited, wipeSecret } from "./record";
import { tellStuck } from "./tell-people";

type Found = Awaited<ReturnType<typeof caseOrRefuse>>;

/** Two cases that were asked to wait at once would each hold the other's row and never end. */
const oneHolderAtATime = (tx: Tx, { sourceId }: Found): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`offboarding waits ${sourceId}`}))`;

/** A provider that asks to wait asks it of all that its credential does. */
const holdOthers = (tx: Tx, { id, sourceId }: Found, until: Date): Promise<unknown> =>
  tx.offboardingCase.updateMany({
    where: { sourceId, id: { not: id }, nextAt: { lt: until } },
    data: { nextAt: until },
  });

/** A failed call: tried again with growing pauses, then stuck, where it stays visible and counted. */
export const recordFailure = defineCommand({
  name: "offboarding.fail",
  event: "offboarding.failed",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId: z.uuid(),
    verb: z.enum(caseVerbs).nullable(),
    code: z.string(),
    message: z.string(),
    isHopeless: z.boolean(),
    /** What the provider asked for, in milliseconds. */
    waitMs: z.number().nullable(),
    random: z.number(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (input.waitMs !== null) await oneHolderAtATime(tx, found);
    const attempt = found.attempt + 1;
    const error = { code: input.code, message: input.message };
    await tx.offboardingCall.updateMany({
      where: { caseId: found.id, state: "intended" },
      data: { state: "failed", answer: input.message, finishedAt: ctx.now },
    });
    const sticks = input.verb !== null && (input.isHopeless || attempt >= mostTries);
    const later = (ms: number): Date => new Date(ctx.now.getTime() + ms);
    const event = input.verb && eventOfFailure(input.verb);
    if (sticks && event === "destroy") {
      await wipeSecret(tx, found.id);
      await moveCase(tx, found, event, ctx.now, { step: "destroy", error, nextAt: ctx.now });
    } else if (sticks) {
      await moveCase(tx, found, "stick", ctx.now, {
        step: input.verb,
        error,
        nextAt: later(stuckRetryMs),
      });
    } else {
      const pause = input.isHopeless
        ? stuckRetryMs
        : (input.waitMs ?? retryDelayMs(Math.min(attempt, 10), input.random));
      await tx.offboardingCase.update({
        where: { id: found.id },
        data: { attempt, error, nextAt: later(pause) },
      });
      if (input.waitMs !== null) await holdOthers(tx, found, later(input.waitMs));
    }
    if (sticks || input.isHopeless || attempt === mostTries)
      await tellStuck(tx, found, { verb: input.verb, error: input.message, at: ctx.now });
    return {
      result: { sticks },
      audit: audited(found.id, { verb: input.verb, attempt, ...error, stuck: sticks }),
    };
  },
});
