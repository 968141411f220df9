import type { ActionManifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import type { CaseKind } from "@/lib/domain/lifecycle/case";
import type { Reach } from "@/lib/domain/people/permissions";
import type { Prisma, Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { type Context, personIdOf } from "../context";
import type { AuditNote } from "../define-command";
import { limitsFor } from "../policies/limits-for";
import { connectorEntry } from "../sources/connector-entries";
import { supportFor, targetOf } from "./target";
import { tellByHand } from "./tell-people";

const defaultWatchDays = 14;

/** The worker looks at the case within a second instead of at its next minute. */
export const soon = (tx: Tx): Promise<void> =>
  enqueue(tx, "advance-offboarding", {}, { singletonKey: "advance-offboarding" });

type Support = ActionManifest["targets"][number];

/** What a case of each kind needs of a connector, and what is kept beside it. */
export interface KindOfCase {
  kind: CaseKind;
  isOffered: (support: Support) => boolean;
  beside: (
    support: Support | undefined,
  ) => Pick<Prisma.OffboardingCaseUncheckedCreateInput, "rotation">;
  /** To do what, for the history of the identity. */
  verb: string;
}

const offboarding: KindOfCase = {
  kind: "offboarding",
  isOffered: () => true,
  beside: () => ({}),
  verb: "offboard",
};

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
export async function openCase(
  tx: Tx,
  request: CaseRequest,
  now: Date,
  { kind, isOffered, beside, verb }: KindOfCase = offboarding,
) {
  const { identity, target } = await targetOf(tx, request.identityId, request.credentialId);
  const { source } = identity;
  await refuseSecond(tx, source.id, target);
  const { manifest } = connectorEntry(source.connectorId);
  const support = supportFor(manifest.actions, target);
  const atProvider = Boolean(support && isOffered(support) && source.sealedActions);
  const { approvals } = await limitsFor(tx, identity);
  const made = await tx.offboardingCase.create({
    data: {
      kind,
      ...beside(support),
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
      otherApprover: approvals > 1,
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
      summary: `${request.requestedBy} asked to ${verb} ${target.subject === "credential" ? target.name : "it"}: ${request.reason}`,
      change: { caseId: made.id },
    },
  });
  if (!atProvider) {
    const because = `Muster has no write credential or no call for it at ${source.name}. ${request.requestedBy} asked: ${request.reason}`;
    await tellByHand(tx, { ...made, identity }, because, now);
  }
  if (atProvider) await soon(tx);
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

async function refuseSecond(
  tx: Tx,
  sourceId: string,
  { externalId, name }: { externalId: string; name: string },
): Promise<void> {
  const open = await tx.offboardingCase.findFirst({
    where: { sourceId, externalId, closedAt: null },
    select: { id: true },
  });
  if (open)
    throw new DomainError("conflict", `${name} already has an open case. Nothing was changed.`);
}

/** Throws unless the identity is theirs, for whoever reaches only their own. */
export async function refuseOthers(
  tx: Tx,
  { ctx, reach, identityId }: { ctx: Context; reach: Reach; identityId: string },
): Promise<void> {
  if (reach !== "own") return;
  const identity = await tx.identity.findUnique({ where: { id: identityId } });
  if (identity?.ownerId !== personIdOf(ctx))
    throw new DomainError("not_found", "There is no such identity, or it is not yours.");
}
