import { DomainError } from "@/lib/domain/errors";
import { needsAnotherApprover } from "@/lib/domain/lifecycle/offboarding";
import type { Prisma, Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import type { AuditNote } from "../define-command";
import { connectorEntry } from "../sources/connector-entries";
import { supportFor, targetOf } from "./target";
import { tellByHand } from "./tell-people";

const defaultWatchDays = 14;

export interface CaseRequest {
  identityId: string;
  credentialId?: string | undefined;
  reason: string;
  watchDays?: number | undefined;
  requestedById: string | null;
  requestedBy: string;
}

/**
 * Opens a case in the caller's transaction. Nothing is called yet: the worker first makes a dry run.
 * Throws `conflict` where the target already has an open case.
 */
export async function openCase(tx: Tx, request: CaseRequest, now: Date) {
  const { identity, target } = await targetOf(tx, request.identityId, request.credentialId);
  const { source } = identity;
  const open = await tx.offboardingCase.findFirst({
    where: { sourceId: source.id, externalId: target.externalId, closedAt: null },
    select: { id: true },
  });
  if (open) {
    throw new DomainError(
      "conflict",
      `${target.name} already has an open case. Nothing was changed.`,
    );
  }
  const { manifest } = connectorEntry(source.connectorId);
  const support = supportFor(manifest.actions, target);
  const atProvider = Boolean(support && source.sealedActions);
  const made = await tx.offboardingCase.create({
    data: {
      identityId: identity.id,
      sourceId: source.id,
      sourceName: source.name,
      connectorId: source.connectorId,
      target: target as unknown as Prisma.InputJsonObject,
      externalId: target.externalId,
      mode: atProvider ? "provider" : "manual",
      state: atProvider ? "requested" : "manual",
      reason: request.reason,
      requestedById: request.requestedById,
      requestedBy: request.requestedBy,
      otherApprover: needsAnotherApprover(identity),
      watchDays: request.watchDays ?? support?.watchDays ?? defaultWatchDays,
      nextAt: atProvider ? now : null,
      createdAt: now,
      stateAt: now,
    },
  });
  await tx.identityEvent.create({
    data: {
      identityId: identity.id,
      at: now,
      kind: "offboarding",
      summary: `${request.requestedBy} asked to offboard ${target.subject === "credential" ? `${target.name}: ` : ""}${request.reason}`,
      change: { caseId: made.id },
    },
  });
  if (!atProvider) {
    const because = `Muster has no write credential or no call for it at ${source.name}. ${request.requestedBy} asked: ${request.reason}`;
    await tellByHand(tx, { ...made, identity }, because, now);
  }
  if (atProvider)
    await enqueue(tx, "advance-offboarding", {}, { singletonKey: "advance-offboarding" });
  const detail = {
    name: target.name,
    subject: target.subject,
    externalId: target.externalId,
    source: source.name,
    mode: made.mode,
    reason: request.reason,
  };
  const audit = { targetType: "offboarding_case", targetId: made.id, detail } satisfies AuditNote;
  return { caseId: made.id, mode: made.mode, audit };
}
