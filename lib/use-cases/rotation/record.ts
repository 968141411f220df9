import { z } from "zod";
import { secretLifeMs } from "@/lib/domain/lifecycle/rotation";
import type { Fact } from "@/lib/domain/evidence";
import type { Prisma, Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { caseOrRefuse, moveCase } from "../offboarding/case-state";
import { audited, settleCall, tell, wipeSecret } from "../offboarding/record";
import { tellDone } from "../offboarding/tell-people";
import type { Destination } from "../offboarding/rotation-row";
import { openSecret, sealSecret } from "./sealed-secret";

const caseId = z.uuid();
const permission = "offboarding:decide";
type Found = Awaited<ReturnType<typeof caseOrRefuse>>;

/**
 * Keeps a new secret, sealed, in the same transaction that leaves `creating`: a worker that comes
 * too late gets `conflict`, and its connector deletes what it made.
 */
export const recordCreated = defineCommand({
  name: "rotation.keep-new",
  event: "rotation.created",
  permission,
  input: z.strictObject({
    caseId,
    externalId: z.string().min(1),
    name: z.string().min(1),
    secret: z.record(z.string(), z.string()),
    pending: z.string().optional(),
    answer: z.string(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const { externalId, name, secret, pending } = input;
    const secretUntil = new Date(ctx.now.getTime() + secretLifeMs);
    const { type } = (found.rotation?.destination ?? {}) as Partial<Destination>;
    await moveCase(tx, found, "confirm_created", ctx.now, {
      step: null,
      nextAt: type === "shown_once" ? secretUntil : ctx.now,
    });
    const sealedSecret = await sealSecret(found.id, { secret, pending });
    const made = { externalId, name };
    await tx.rotation.update({
      where: { id: found.id },
      data: { made, sealedSecret, secretUntil },
    });
    await settleCall(tx, found.id, input.answer, ctx.now);
    await tell(tx, found.identityId, ctx.now, found.id, `A successor was made: ${name}.`);
    return { result: null, audit: audited(found.id, { ...made, answer: input.answer }) };
  },
});

/** The secret has reached its destination: from here on nobody can read it in Muster. */
export async function settleDelivery(
  tx: Tx,
  found: Found,
  at: Date,
  answer: string,
): Promise<void> {
  await moveCase(tx, found, "confirm_delivered", at, { step: null, nextAt: at });
  const { pending } = await openSecret(found.id, found.rotation?.sealedSecret ?? null);
  await tx.rotation.update({
    where: { id: found.id },
    data: {
      deliveredAt: at,
      secretUntil: null,
      sealedSecret: pending === undefined ? null : await sealSecret(found.id, { pending }),
    },
  });
  await settleCall(tx, found.id, answer, at);
  await tell(tx, found.identityId, at, found.id, `The new secret was delivered. ${answer}`);
}

export const recordDelivered = defineCommand({
  name: "rotation.settle-delivery",
  event: "rotation.delivered",
  permission,
  input: z.strictObject({ caseId, answer: z.string() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    await settleDelivery(tx, found, ctx.now, input.answer);
    return { result: null, audit: audited(found.id, { answer: input.answer }) };
  },
});

/** A look during the overlap: the last use of the old one and until when it must stay quiet. */
export const recordOverlap = defineCommand({
  name: "rotation.watch-overlap",
  event: "rotation.overlap-watched",
  permission,
  input: z.strictObject({
    caseId,
    lastUsedAt: z.custom<Fact<string | null>>().nullable(),
    quietUntil: z.date().nullable(),
    nextAt: z.date(),
    doubt: z.string().nullable(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const error = input.doubt ? { code: "use_unknown", message: input.doubt } : undefined;
    if (found.state === "delivered")
      await moveCase(tx, found, "overlap", ctx.now, { nextAt: input.nextAt });
    else
      await tx.offboardingCase.update({
        where: { id: found.id },
        data: { nextAt: input.nextAt, attempt: 0, ...(error ? { error } : {}) },
      });
    const { quietUntil } = input;
    const lastUsedAt = input.lastUsedAt as Prisma.InputJsonObject | null;
    await tx.rotation.update({
      where: { id: found.id },
      data: { quietUntil, ...(lastUsedAt ? { lastUsedAt } : {}) },
    });
    return {
      result: null,
      audit: audited(found.id, { quietUntil: quietUntil?.toISOString() ?? null }),
    };
  },
});

const settled = {
  replace: { event: "confirm_replaced", words: "replaced" },
  destroy: { event: "confirm_destroyed", words: "deleted again" },
  undo: { event: "confirm_undone", words: "deleted again" },
} as const;

/** The end that the provider has shown: the new one took over, or it is gone. */
export const recordEnd = defineCommand({
  name: "rotation.settle-end",
  event: "rotation.ended",
  permission,
  input: z.strictObject({
    caseId,
    how: z.enum(["replace", "destroy", "undo"]),
    answer: z.string(),
  }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const { event, words } = settled[input.how];
    await wipeSecret(tx, found.id);
    await settleCall(tx, found.id, input.answer, ctx.now);
    const to = await moveCase(tx, found, event, ctx.now, { step: null });
    const { name } = (input.how === "replace" ? found.target : (found.rotation?.made ?? {})) as {
      name?: string;
    };
    const what = name ? `${name} was ${words}. ` : "";
    await tell(tx, found.identityId, ctx.now, found.id, `${what}${input.answer}`);
    if (input.how !== "destroy") await tellDone(tx, found, `${what}${input.answer}`, ctx.now);
    return { result: null, audit: audited(found.id, { to, answer: input.answer }) };
  },
});
