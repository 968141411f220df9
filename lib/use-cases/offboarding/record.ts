import { z } from "zod";
import { dayMs } from "@/lib/domain/days";
import { caseVerbs, type CaseEvent } from "@/lib/domain/lifecycle/case";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Prisma, Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "./case-state";
import { tellApprovalWanted, tellByHand, tellDone, tellStuck, tellUsed } from "./tell-people";

const json = z.record(z.string(), z.json());
const caseId = z.uuid();
const verb = z.enum(["disable", "enable", "delete"]);

type Found = Awaited<ReturnType<typeof caseOrRefuse>>;

export const audited = (id: string, detail: { [key: string]: JsonValue }) => ({
  targetType: "offboarding_case",
  targetId: id,
  detail,
});

export async function tell(
  tx: Tx,
  identityId: string | null,
  at: Date,
  id: string,
  summary: string,
) {
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
    // What cannot be offboarded is a person's task; what cannot be rotated now is asked for anew.
    const refused: CaseEvent = found.kind === "rotation" ? "fail" : "hand_over";
    await moveCase(tx, found, input.refusal ? refused : "plan", ctx.now, {
      plan,
      snapshot: input.snapshot as Prisma.InputJsonObject,
      ...(input.refusal ? { error: { message: input.refusal } } : {}),
      ...(input.refusal && refused === "hand_over" ? { mode: "manual" } : {}),
    });
    await tellPlanned(tx, found, input.refusal, ctx.now);
    return { result: null, audit: audited(found.id, { refusal: input.refusal }) };
  },
});

function tellPlanned(tx: Tx, found: Found, refusal: string | null, at: Date): Promise<boolean> {
  if (refusal === null) return tellApprovalWanted(tx, found, at);
  return found.kind === "rotation"
    ? tellStuck(tx, found, { verb: null, error: refusal, at })
    : tellByHand(tx, found, refusal, at);
}

/** The intent, before the call: whatever happens next, the log knows that it was meant. */
export const recordIntent = defineCommand({
  name: "offboarding.intend",
  event: "offboarding.intended",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId,
    verb: z.enum(caseVerbs),
    calls: z.array(z.strictObject({ call: z.string(), effect: z.string() })),
    /** Before something is made: the ids of what is there already. */
    existing: z.array(z.string()).optional(),
    /** What stood at the provider just before; `isWhole` where undoing has to lead back to it. */
    snapshot: json.optional(),
    isWhole: z.boolean().default(false),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const call = await tx.offboardingCall.create({
      data: {
        caseId: found.id,
        verb: input.verb,
        attempt: found.attempt + 1,
        calls: input.calls,
        ...(input.snapshot ? { snapshot: input.snapshot } : {}),
        state: "intended",
        startedAt: ctx.now,
      },
    });
    const whole = input.isWhole ? { snapshot: input.snapshot as Prisma.InputJsonObject } : {};
    await tx.offboardingCase.update({
      where: { id: found.id },
      data: { step: input.verb, ...whole },
    });
    const { existing } = input;
    if (existing) await tx.rotation.update({ where: { id: found.id }, data: { existing } });
    const calls = input.calls.map((line) => line.call);
    return { result: { callId: call.id }, audit: audited(found.id, { verb: input.verb, calls }) };
  },
});

const settled = {
  disable: { event: "confirm_disabled", words: "disabled at the provider" },
  delete: { event: "confirm_deleted", words: "deleted at the provider" },
  enable: { event: "confirm_undone", words: "given back at the provider" },
} as const;

/** The call that was intended has had its effect. */
export const settleCall = (tx: Tx, caseId: string, answer: string, at: Date): Promise<unknown> =>
  tx.offboardingCall.updateMany({
    where: { caseId, state: "intended" },
    data: { state: "done", answer, finishedAt: at },
  });

/** What the provider answered and then showed. Only this moves a case past a call. */
export const recordDone = defineCommand({
  name: "offboarding.settle",
  event: "offboarding.carried-out",
  permission: "offboarding:decide",
  input: z.strictObject({ caseId, verb, answer: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    await settleCall(tx, found.id, input.answer, ctx.now);
    const watchUntil = new Date(ctx.now.getTime() + found.watchDays * dayMs);
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

/** A secret that is not going to be delivered, or has been, stays nowhere. */
export const wipeSecret = (tx: Tx, id: string): Promise<unknown> =>
  tx.rotation.updateMany({ where: { id }, data: { sealedSecret: null, secretUntil: null } });

const movingEvents = [
  "ask_owner",
  "start_disable",
  "start_delete",
  "verify",
  "find_alive",
  "undo",
  "start_create",
  "start_replace",
  "destroy",
] as const satisfies readonly CaseEvent[];

/** Moves a case on without a call: a watch that ends, a retry, a proof. */
export const recordMove = defineCommand({
  name: "offboarding.move",
  event: "offboarding.moved",
  permission: "offboarding:decide",
  input: z.strictObject({
    caseId,
    event: z.enum(movingEvents),
    because: z.string(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    if (input.event === "destroy") await wipeSecret(tx, found.id);
    const to = await moveCase(tx, found, input.event, ctx.now, { nextAt: ctx.now });
    const { name } = found.target as { name: string };
    if (input.event === "verify") {
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
