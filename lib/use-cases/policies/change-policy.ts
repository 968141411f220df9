import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { policyDocument, type PolicyDocument } from "@/lib/domain/policy/policy";
import { diffPolicies } from "@/lib/domain/policy/policy-diff";
import { reasonText } from "@/lib/domain/reason";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { actorName, type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { activePolicy } from "./active-policy";

/** Any fixed number: two new versions at once are written one after the other. */
const policyLock = 25_250_001;

async function addVersion(
  tx: Tx,
  ctx: Context,
  next: { document: PolicyDocument; reason: string; basedOn: number; restoredFrom?: number },
) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${policyLock}::bigint)`;
  const active = await activePolicy(tx);
  if (active.number !== next.basedOn)
    throw new DomainError(
      "conflict",
      `Version ${active.number} came into force meanwhile. Look at it first. Nothing was changed.`,
    );
  const changes = diffPolicies(active.document, next.document);
  if (changes.length === 0)
    throw new DomainError("conflict", "This says the same as the policy in force.");
  const stored = await tx.policyVersion.count();
  if (stored === 0)
    await tx.policyVersion.create({
      data: {
        number: 1,
        document: builtInPolicy,
        reason: "Built in",
        author: "Muster",
        at: ctx.now,
      },
    });
  const number = active.number + 1;
  await tx.policyVersion.create({
    data: {
      number,
      document: next.document,
      reason: next.reason,
      authorId: personIdOf(ctx),
      author: actorName(ctx),
      restoredFrom: next.restoredFrom ?? null,
      at: ctx.now,
    },
  });
  await enqueue(tx, "score-identities", { reason: "a new policy" }, { singletonKey: "due" });
  return {
    result: { number, changes: changes.length },
    audit: {
      targetType: "policy_version",
      targetId: String(number),
      detail: {
        reason: next.reason,
        restoredFrom: next.restoredFrom ?? null,
        changes: changes
          .slice(0, 50)
          .map((one) => `${one.when || "always"}: ${one.limit} ${one.before} -> ${one.after}`),
      },
    },
  };
}

/** Brings a new version into force; every identity is then judged again by it. */
export const activatePolicy = defineCommand({
  name: "policy.activate",
  event: "policy.activated",
  permission: "policy:change",
  stepUp: true,
  input: z.strictObject({
    document: policyDocument,
    reason: reasonText,
    /** The version that the author looked at. */
    basedOn: z.number().int().min(1),
  }),
  run: ({ tx, ctx, input }) => addVersion(tx, ctx, input),
});

/** Brings an old document back as a new version: history only grows. */
export const restorePolicy = defineCommand({
  name: "policy.restore",
  event: "policy.restored",
  permission: "policy:change",
  stepUp: true,
  input: z.strictObject({
    number: z.number().int().min(1),
    reason: reasonText,
    basedOn: z.number().int().min(1),
  }),
  run: async ({ tx, ctx, input }) => {
    const old = await tx.policyVersion.findUnique({ where: { number: input.number } });
    if (!old) throw new DomainError("not_found", "There is no such version of the policy.");
    const document = policyDocument.parse(old.document);
    const { reason, basedOn, number } = input;
    return addVersion(tx, ctx, { document, reason, basedOn, restoredFrom: number });
  },
});
