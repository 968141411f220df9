import { z } from "zod";
import type { Inspection, PlannedCall } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import type { Fact } from "@/lib/domain/evidence";
import type { CaseVerb } from "@/lib/domain/lifecycle/case";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { toCaseRow } from "./case-row";
import type { PlannedStep } from "./planned-steps";
import { toRotationRow } from "./rotation-row";

export interface CasePlan {
  at: string;
  state: Inspection["state"];
  steps: PlannedStep[];
  consumers: string[];
  leftovers: string[];
  lastUsedAt: Fact<string | null>;
}

export const caseInput = z.strictObject({ caseId: z.uuid() });

/** One case with its dry run, decisions, calls and the audit entries that prove them. */
export const getCase = defineQuery({
  permission: "offboarding:read",
  input: caseInput,
  run: async ({ ctx, input, reach }) => {
    const found = await db().offboardingCase.findUnique({
      where: { id: input.caseId },
      include: {
        approvals: { orderBy: { at: "asc" } },
        calls: { orderBy: { startedAt: "asc" } },
        identity: { select: { ownerId: true, url: true } },
        rotation: { omit: { sealedSecret: true, existing: true } },
      },
    });
    const me = personIdOf(ctx);
    const isTheirs = found && (found.requestedById === me || found.identity?.ownerId === me);
    if (!found || (reach === "own" && !isTheirs))
      throw new DomainError("not_found", "There is no such case, or it is not yours.");
    const audit = await db().auditEvent.findMany({
      where: { targetType: "offboarding_case", targetId: found.id },
      orderBy: { seq: "asc" },
      take: 500,
    });
    return {
      ...toCaseRow(found),
      step: found.step,
      requestedById: found.requestedById,
      otherApprover: found.otherApprover,
      watchDays: found.watchDays,
      disabledAt: found.disabledAt?.toISOString() ?? null,
      nextAt: found.nextAt?.toISOString() ?? null,
      url: found.identity?.url ?? null,
      plan: found.plan as CasePlan | null,
      rotation: found.rotation && toRotationRow(found.rotation),
      snapshot: found.snapshot as Inspection["snapshot"] | null,
      approvals: found.approvals.map((line) => ({
        person: line.personName,
        decision: line.decision,
        reason: line.reason,
        assuranceLevel: line.assuranceLevel,
        at: line.at.toISOString(),
      })),
      calls: found.calls.map((line) => ({
        verb: line.verb as CaseVerb,
        attempt: line.attempt,
        calls: line.calls as unknown as PlannedCall[],
        state: line.state,
        answer: line.answer,
        startedAt: line.startedAt.toISOString(),
        finishedAt: line.finishedAt?.toISOString() ?? null,
      })),
      audit: audit.map((line) => ({
        seq: line.seq.toString(),
        at: line.at.toISOString(),
        event: line.event,
        outcome: line.outcome,
        actor: line.actorName,
        hash: line.hash,
      })),
    };
  },
});
export type CaseDetail = Awaited<ReturnType<typeof getCase>>;
