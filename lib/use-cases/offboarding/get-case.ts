import { z } from "zod";
import type { ActionTarget, Inspection, PlannedCall } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import type { Fact } from "@/lib/domain/evidence";
import { manualSteps } from "@/lib/domain/lifecycle/by-hand";
import type { CaseVerb } from "@/lib/domain/lifecycle/case";
import { db } from "@/lib/infra/db";
import { auditTrail } from "../audit-log/audit-trail";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { connectorEntry } from "../sources/connector-entries";
import { toCaseRow } from "./case-row";
import { canBeMadeAgain, type PlannedStep } from "./planned-steps";
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

type Found = NonNullable<
  Awaited<ReturnType<ReturnType<typeof db>["offboardingCase"]["findUnique"]>>
>;

/** What a person does, where it is a person's task. */
function stepsByHand(
  found: Pick<Found, "mode" | "connectorId" | "target" | "sourceName">,
): string[] {
  if (found.mode !== "manual") return [];
  const { manifest } = connectorEntry(found.connectorId);
  return manualSteps(
    manifest.byHand ?? [],
    found.target as unknown as ActionTarget,
    found.sourceName,
  );
}

function theirsOrRefuse(
  found: { requestedById: string | null; identity: { ownerId: string | null } | null } | null,
  me: string | null,
  reach: string,
): asserts found {
  const isTheirs = found && (found.requestedById === me || found.identity?.ownerId === me);
  if (!found || (reach === "own" && !isTheirs))
    throw new DomainError("not_found", "There is no such case, or it is not yours.");
}

/** Whether the person may open this case, before all of it is read. Throws not_found. */
export const checkCase = defineQuery({
  permission: "offboarding:read",
  input: caseInput,
  run: async ({ ctx, input, reach }): Promise<void> => {
    const found = await db().offboardingCase.findUnique({
      where: { id: input.caseId },
      select: { requestedById: true, identity: { select: { ownerId: true } } },
    });
    theirsOrRefuse(found, personIdOf(ctx), reach);
  },
});

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
        proofs: {
          orderBy: [{ at: "asc" }, { id: "asc" }],
          omit: { content: true, sealedContentKey: true, caseId: true },
        },
        identity: { select: { ownerId: true, url: true, owner: { select: { name: true } } } },
        rotation: { omit: { sealedSecret: true, existing: true } },
      },
    });
    const me = personIdOf(ctx);
    theirsOrRefuse(found, me, reach);
    return {
      ...toCaseRow(found),
      step: found.step,
      requestedById: found.requestedById,
      otherApprover: found.otherApprover,
      owner: found.identity?.owner?.name ?? null,
      isOwner: me !== null && found.identity?.ownerId === me,
      canBeMadeAgain: canBeMadeAgain(found),
      watchDays: found.watchDays,
      disabledAt: found.disabledAt?.toISOString() ?? null,
      nextAt: found.nextAt?.toISOString() ?? null,
      url: found.identity?.url ?? null,
      plan: found.plan as CasePlan | null,
      byHand: stepsByHand(found),
      rotation: found.rotation && toRotationRow(found.rotation),
      snapshot: found.snapshot as Inspection["snapshot"] | null,
      approvals: found.approvals.map((line) => ({
        person: line.personName,
        decision: line.decision,
        reason: line.reason,
        assuranceLevel: line.assuranceLevel,
        at: line.at.toISOString(),
      })),
      /** Files that show what was done by hand. */
      proofs: found.proofs.map((file) => ({ ...file, at: file.at.toISOString() })),
      calls: found.calls.map((line) => ({
        verb: line.verb as CaseVerb,
        attempt: line.attempt,
        calls: line.calls as unknown as PlannedCall[],
        /** What stood at the provider just before; null where nothing did. */
        snapshot: line.snapshot as Inspection["snapshot"] | null,
        state: line.state,
        answer: line.answer,
        startedAt: line.startedAt.toISOString(),
        finishedAt: line.finishedAt?.toISOString() ?? null,
      })),
      audit: await auditTrail("offboarding_case", found.id),
    };
  },
});
export type CaseDetail = Awaited<ReturnType<typeof getCase>>;
