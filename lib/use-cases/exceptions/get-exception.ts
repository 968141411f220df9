import { DomainError } from "@/lib/domain/errors";
import { administratorRenewal, type ExceptionState } from "@/lib/domain/lifecycle/exception";
import type { ControlCheck, ControlKind } from "@/lib/domain/policy/controls";
import { db } from "@/lib/infra/db";
import { auditTrail } from "../audit-log/audit-trail";
import { defineQuery } from "../define-query";
import { exceptionInput } from "./decide";
import { toExceptionRow } from "./exception-row";
import { theirExceptions } from "./list-exceptions";

/** Renewals shown; the third already needs an administrator. */
const mostBefore = 20;

async function chainBefore(previousId: string | null) {
  const chain: { id: string; state: ExceptionState; startsAt: string; endsAt: string }[] = [];
  for (let id = previousId; id !== null && chain.length < mostBefore;) {
    const one = await db().policyException.findUnique({ where: { id } });
    if (!one) break;
    chain.push({
      id: one.id,
      state: one.state as ExceptionState,
      startsAt: one.startsAt.toISOString(),
      endsAt: one.endsAt.toISOString(),
    });
    id = one.previousId;
  }
  return chain;
}

const absent = (): DomainError =>
  new DomainError("not_found", "There is no such exception, or it is not yours.");

/** Whether the person may open this exception, before all of it is read. Throws not_found. */
export const checkException = defineQuery({
  permission: "exception:read",
  input: exceptionInput,
  run: async ({ ctx, input, reach }): Promise<void> => {
    const where = { AND: [{ id: input.exceptionId }, theirExceptions(ctx, reach)] };
    if ((await db().policyException.count({ where })) === 0) throw absent();
  },
});

/** One exception with its controls, decision, findings, renewals and the audit entries about it. */
export const getException = defineQuery({
  permission: "exception:read",
  input: exceptionInput,
  run: async ({ ctx, input, reach }) => {
    const found = await db().policyException.findFirst({
      where: { AND: [{ id: input.exceptionId }, theirExceptions(ctx, reach)] },
      include: {
        findings: { orderBy: { firstSeenAt: "asc" }, take: 200 },
        identity: { select: { owner: { select: { name: true } } } },
      },
    });
    if (!found) throw absent();
    return {
      ...toExceptionRow(found),
      ownerName: found.identity?.owner?.name ?? null,
      requestedById: found.requestedById,
      controls: found.controls as ControlKind[],
      controlsNote: found.controlsNote,
      checks: found.checks as unknown as ControlCheck[],
      checkedAt: found.checkedAt.toISOString(),
      mostDays: found.mostDays,
      policyVersion: found.policyVersion,
      needsAdministrator: found.renewals >= administratorRenewal,
      decidedBy: found.decidedBy,
      decidedAt: found.decidedAt?.toISOString() ?? null,
      decision: found.decision,
      assurance: found.assurance,
      closedAt: found.closedAt?.toISOString() ?? null,
      findings: found.findings.map((one) => ({
        id: one.id,
        title: one.title,
        severity: one.severity,
      })),
      before: await chainBefore(found.previousId),
      audit: await auditTrail("policy_exception", found.id),
    };
  },
});
export type ExceptionDetail = Awaited<ReturnType<typeof getException>>;
