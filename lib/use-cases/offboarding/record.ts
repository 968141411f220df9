import { z } from "zod";
import type { OffboardingEvent } from "@/lib/domain/lifecycle/offboarding";
import { mostTries, retryDelayMs, stuckRetryMs } from "@/lib/domain/lifecycle/offboarding";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Prisma, Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "./case-state";
import { tellApprovalWanted, tellByHand, tellDone, tellStuck, tellUsed } from "./tell-people";

const json = z.record(z.string(), z.json());
const caseId = z.uuid();
const verb = z.enum(["disable", "enable", "delete"]);

const audited = (id: string, detail: { [key: string]: JsonValue }) => ({
  targetType: "offboarding_case",
  targetId: id,
  detail,
});

async function tell(tx: Tx, identityId: string | null, at: Date, id: string, summary: string) {
  if (!identityId) return;
  await tx.identityEvent.create({
    data: { identityId, at, kind: "offboarding", summary, change: { caseId: id } },
  });
}

/** Keeps what the dry run found. A target that must not be touched goes to a person. */
export const recordPlan = defineCommand({
  name: "offboarding.plan",
  event: "offboarding.planned",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId, plan: json, snapshot: json, refusal: z.string().nullable() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const plan = input.plan as Prisma.InputJsonObject;
    const event: OffboardingEvent = input.refusal ? "hand_over" : "plan";
    await moveCase(tx, found, event, ctx.now, {
      plan,
      snapshot: input.snapshot as Prisma.InputJsonObject,
      ...(input.refusal ? { mode: "manual", error: { message: input.refusal } } : {}),
    });
    await (input.refusal
      ? tellByHand(tx, found, input.refusal, ctx.now)
      : tellApprovalWanted(tx, found, ctx.now));
    return { result: null, audit: audited(found.id, { refusal: input.refusal }) };
  },
});

/** The intent, before the call: whatever happens next, the log knows that it was meant. */
export const recordIntent = defineCommand({
  name: "offboarding.intend",
  event: "offboarding.intended",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId,
    verb,
    calls: z.array(z.strictObject({ call: z.string(), effect: z.string() })),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const call = await tx.offboardingCall.create({
      data: {
        caseId: found.id,
        verb: input.verb,
        attempt: found.attempt + 1,
        calls: input.calls,
        state: "intended",
        startedAt: ctx.now,
      },
    });
    await tx.offboardingCase.update({ where: { id: found.id }, data: { step: input.verb } });
    const calls = input.calls.map((line) => line.call);
    return { result: { callId: call.id }, audit: audited(found.id, { verb: input.verb, calls }) };
  },
});

const settled = {
  disable: { event: "confirm_disabled", words: "disabled at the provider" },
  delete: { event: "confirm_deleted", words: "deleted at the provider" },
  enable: { event: "confirm_undone", words: "given back at the provider" },
} as const;

/** What the provider answered and then showed. Only this moves a case past a call. */
export const recordDone = defineCommand({
  name: "offboarding.settle",
  event: "offboarding.carried-out",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId, verb, answer: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    await tx.offboardingCall.updateMany({
      where: { caseId: found.id, state: "intended" },
      data: { state: "done", answer: input.answer, finishedAt: ctx.now },
    });
    const watchUntil = new Date(ctx.now.getTime() + found.watchDays * 86_400_000);
    const { event, words } = settled[input.verb];
    await moveCase(tx, found, event, ctx.now, {
      step: null,
      nextAt: ctx.now,
      ...(input.verb === "disable" ? { disabledAt: ctx.now, watchUntil } : {}),
    });
    const { name } = found.target as { name: string };
    await tell(tx, found.identityId, ctx.now, found.id, `${name} was ${words}. ${input.answer}`);
    if (input.verb === "enable")
      await tellDone(tx, found, "It was given back and works as before.", ctx.now);
    return {
      result: null,
      audit: audited(found.id, { verb: input.verb, answer: input.answer }),
    };
  },
});

/** A failed call: tried again with growing pauses, then stuck, where it stays visible and counted. */
export const recordFailure = defineCommand({
  name: "offboarding.fail",
  event: "offboarding.failed",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId,
    verb: verb.nullable(),
    code: z.string(),
    message: z.string(),
    isHopeless: z.boolean(),
    random: z.number(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const attempt = found.attempt + 1;
    const error = { code: input.code, message: input.message };
    await tx.offboardingCall.updateMany({
      where: { caseId: found.id, state: "intended" },
      data: { state: "failed", answer: input.message, finishedAt: ctx.now },
    });
    const sticks = input.verb !== null && (input.isHopeless || attempt >= mostTries);
    const later = (ms: number): Date => new Date(ctx.now.getTime() + ms);
    if (sticks) {
      await moveCase(tx, found, "stick", ctx.now, {
        step: input.verb,
        error,
        nextAt: later(stuckRetryMs),
      });
    } else {
      const pause = input.isHopeless
        ? stuckRetryMs
        : retryDelayMs(Math.min(attempt, 10), input.random);
      await tx.offboardingCase.update({
        where: { id: found.id },
        data: { attempt, error, nextAt: later(pause) },
      });
    }
    if (sticks || input.isHopeless || attempt === mostTries)
      await tellStuck(tx, found, { verb: input.verb, error: input.message, at: ctx.now });
    return {
      result: { sticks },
      audit: audited(found.id, { verb: input.verb, attempt, ...error, stuck: sticks }),
    };
  },
});

/** Moves a case on without a call: a watch that ends, a retry, a proof. */
export const recordMove = defineCommand({
  name: "offboarding.move",
  event: "offboarding.moved",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId,
    event: z.enum(["start_disable", "start_delete", "verify", "find_alive", "undo"]),
    because: z.string(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const to = await moveCase(tx, found, input.event, ctx.now, { nextAt: ctx.now });
    const { name } = found.target as { name: string };
    if (to === "verified") {
      await tell(tx, found.identityId, ctx.now, found.id, `${name} is gone. ${input.because}`);
      await tellDone(tx, found, `It is gone. ${input.because}`, ctx.now);
    }
    return { result: null, audit: audited(found.id, { to, because: input.because }) };
  },
});

/** A look during the watch: when to look again, and a use that should not have happened. */
export const recordWatch = defineCommand({
  name: "offboarding.watch",
  event: "offboarding.watched",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId, nextAt: z.date(), used: z.string().nullable() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const error = input.used ? { error: { code: "used_while_disabled", message: input.used } } : {};
    await tx.offboardingCase.update({
      where: { id: found.id },
      data: { nextAt: input.nextAt, attempt: 0, ...error },
    });
    if (input.used) {
      await tell(tx, found.identityId, ctx.now, found.id, input.used);
      await tellUsed(tx, found, input.used, ctx.now);
    }
    return { result: null, audit: audited(found.id, { used: input.used }) };
  },
});
