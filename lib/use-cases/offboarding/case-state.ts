import { DomainError } from "@/lib/domain/errors";
import { nextCaseState, type CaseEvent, type CaseState } from "@/lib/domain/lifecycle/case";
import type { Prisma, Tx } from "@/lib/infra/db";

/**
 * Moves a case along its lifecycle. The update is guarded by the state it leaves, so that of two
 * racing writers one wins and the other gets `conflict`.
 */
export async function moveCase(
  tx: Tx,
  found: { id: string; kind: string; state: string },
  event: CaseEvent,
  now: Date,
  data: Prisma.OffboardingCaseUpdateManyMutationInput = {},
): Promise<CaseState> {
  const { to, isClosed } = nextCaseState(found.kind, found.state, event);
  const { count } = await tx.offboardingCase.updateMany({
    where: { id: found.id, state: found.state },
    data: {
      nextAt: null,
      attempt: 0,
      error: undefined,
      ...data,
      state: to,
      stateAt: now,
      ...(isClosed ? { closedAt: now, nextAt: null } : { closedAt: null }),
    },
  });
  if (count === 0) {
    throw new DomainError("conflict", "Somebody else has just moved this case. Look at it again.");
  }
  return to;
}

export async function caseOrRefuse(tx: Tx, id: string) {
  const found = await tx.offboardingCase.findUnique({
    where: { id },
    include: { approvals: true, rotation: true, identity: { select: { ownerId: true } } },
  });
  if (!found) throw new DomainError("not_found", "There is no such case, or it is not yours.");
  return found;
}
