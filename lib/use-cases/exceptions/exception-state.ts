import { DomainError } from "@/lib/domain/errors";
import {
  exceptionLifecycle,
  nextLookAt,
  type ExceptionEvent,
  type ExceptionState,
} from "@/lib/domain/lifecycle/exception";
import { isFinal, transition } from "@/lib/domain/lifecycle/lifecycle";
import type { Prisma, Tx } from "@/lib/infra/db";
import { applyException } from "./cover-findings";

interface Moved {
  id: string;
  state: string;
  startsAt: Date;
  endsAt: Date;
}

/** Moves an exception along its lifecycle; of two racing writers one wins and the other gets `conflict`. */
export async function moveException(
  tx: Tx,
  found: Moved,
  event: ExceptionEvent,
  now: Date,
  data: Prisma.PolicyExceptionUpdateManyMutationInput = {},
): Promise<ExceptionState> {
  const state = transition(exceptionLifecycle, found.state as ExceptionState, event);
  const { startsAt, endsAt } = found;
  const { count } = await tx.policyException.updateMany({
    where: { id: found.id, state: found.state },
    data: {
      ...data,
      state,
      stateAt: now,
      nextAt: nextLookAt({ state, startsAt, endsAt }),
      ...(isFinal(exceptionLifecycle, state) ? { closedAt: now } : {}),
    },
  });
  if (count === 0)
    throw new DomainError(
      "conflict",
      "Somebody else has just moved this exception. Look at it again.",
    );
  return state;
}

export async function exceptionOrRefuse(tx: Tx, id: string) {
  const found = await tx.policyException.findUnique({
    where: { id },
    include: { identity: { select: { ownerId: true } } },
  });
  if (!found) throw new DomainError("not_found", "There is no such exception, or it is not yours.");
  return found;
}
export type StoredException = Awaited<ReturnType<typeof exceptionOrRefuse>>;

/** Brings an approved exception into force; the one that it renews gives way. */
export async function activateException(
  tx: Tx,
  found: StoredException,
  now: Date,
): Promise<ExceptionState> {
  const given = await tx.policyException.findFirst({
    where: {
      identityId: found.identityId,
      ruleId: found.ruleId,
      findingKey: found.findingKey,
      state: { in: ["active", "expiring"] },
      id: { not: found.id },
    },
  });
  if (given && found.identityId) await moveException(tx, given, "renew", now);
  const state = await moveException(tx, { ...found, state: "approved" }, "activate", now);
  if (given) await applyException(tx, given);
  await applyException(tx, found);
  return state;
}

/** A line on the identity's timeline. */
export async function tellException(
  tx: Tx,
  found: { id: string; identityId: string | null },
  at: Date,
  summary: string,
): Promise<void> {
  if (!found.identityId) return;
  await tx.identityEvent.create({
    data: {
      identityId: found.identityId,
      at,
      kind: "exception",
      summary,
      change: { exceptionId: found.id },
    },
  });
}

export const auditedException = (
  id: string,
  detail: Record<string, string | number | boolean | null>,
) => ({
  targetType: "policy_exception",
  targetId: id,
  detail,
});
