import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { exceptingStates, pendingStates, renewalWindowMs } from "@/lib/domain/lifecycle/exception";
import type { Reach } from "@/lib/domain/people/permissions";
import type { Severity } from "@/lib/domain/policy/rule";
import { rules } from "@/lib/domain/policy/rules/index";
import type { Tx } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";

/** Either a finding, or a rule at an identity with all that it finds there, now and later. */
export const exceptionTarget = {
  findingId: z.uuid().optional(),
  identityId: z.uuid().optional(),
  ruleId: z.string().max(100).optional(),
};
interface TargetInput {
  findingId?: string | undefined;
  identityId?: string | undefined;
  ruleId?: string | undefined;
}

const withSource = {
  source: { select: { name: true, connectorId: true, sealedActions: true, isSample: true } },
} as const;
const notTheirs = () =>
  new DomainError("not_found", "There is no such finding or identity, or it is not yours.");

type Store = Pick<Tx, "finding" | "identity" | "policyException">;

async function read(tx: Store, input: TargetInput) {
  if (input.findingId) {
    const finding = await tx.finding.findUnique({
      where: { id: input.findingId },
      include: { identity: { include: withSource } },
    });
    if (!finding) throw notTheirs();
    const { identity, ruleId, findingKey, title, severity } = finding;
    return { identity, finding, ruleId, findingKey, title, severity: severity as Severity };
  }
  const rule = rules.find(({ id }) => id === input.ruleId);
  if (!rule || !input.identityId)
    throw new DomainError(
      "invalid_input",
      "Name a finding, or an identity and a rule. Nothing was changed.",
    );
  const identity = await tx.identity.findUnique({
    where: { id: input.identityId },
    include: withSource,
  });
  if (!identity) throw notTheirs();
  const { id: ruleId, title, severity } = rule;
  return { identity, finding: null, ruleId, findingKey: null, title, severity };
}

/** What is to be excepted, with what was excepted of it before. */
export async function targetOfException(tx: Store, ctx: Context, reach: Reach, input: TargetInput) {
  const target = await read(tx, input);
  if (reach === "own" && target.identity.ownerId !== personIdOf(ctx)) throw notTheirs();
  const { ruleId, findingKey } = target;
  const same = { identityId: target.identity.id, ruleId, findingKey };
  const pending = await tx.policyException.findFirst({
    where: { ...same, state: { in: [...pendingStates] } },
    select: { id: true },
  });
  const since = new Date(ctx.now.getTime() - renewalWindowMs);
  const previous = await tx.policyException.findFirst({
    where: {
      ...same,
      OR: [
        { state: { in: [...exceptingStates] } },
        {
          state: { in: ["expired", "withdrawn"] },
          decidedAt: { not: null },
          closedAt: { gt: since },
        },
      ],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return {
    ...target,
    pendingId: pending?.id ?? null,
    previous,
    renewals: previous ? previous.renewals + 1 : 0,
    place: {
      connectorId: target.identity.source.connectorId,
      canAct: Boolean(target.identity.source.sealedActions),
    },
  };
}
