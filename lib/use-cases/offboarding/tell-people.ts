import { dayOf } from "@/lib/domain/days";
import type { CaseVerb } from "@/lib/domain/lifecycle/case";
import type { Tx } from "@/lib/infra/db";
import { notify } from "../notices/notify";

interface Told {
  id: string;
  kind: string;
  target: unknown;
  requestedById: string | null;
  requestedBy: string;
  otherApprover: boolean;
  reason: string;
  identity: { ownerId: string | null } | null;
}

const isRotation = ({ kind }: Told): boolean => kind === "rotation";
const plainName = ({ target }: Told): string => (target as { name: string }).name;
const nameOf = (found: Told): string =>
  isRotation(found) ? `${plainName(found)} (it gets a successor)` : plainName(found);
const about = (found: Told) => ({ type: "offboarding_case" as const, id: found.id });
/** Those who decide, who asked and who owns it. */
const everybody = (found: Told) =>
  ({
    people: [found.requestedById, found.identity?.ownerId ?? null],
    holding: "offboarding:decide",
  }) as const;

/** The dry run is ready: those who may approve it. */
export const tellApprovalWanted = (tx: Tx, found: Told, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "offboarding.approval-wanted",
    subject: about(found),
    recipients: {
      holding: "offboarding:decide",
      except: found.otherApprover ? [found.requestedById] : [],
    },
    data: { name: nameOf(found), requestedBy: found.requestedBy, reason: found.reason },
    dedupeKey: found.id,
    at,
  });

/** It would be deleted at once: the owner, and in the end whoever may answer in place of the owner. Once a day. */
export const tellConfirmationWanted = (
  tx: Tx,
  found: Told,
  { others, at }: { others: boolean; at: Date },
): Promise<boolean> =>
  notify(tx, {
    event: "offboarding.confirmation-wanted",
    subject: about(found),
    recipients: {
      people: [found.identity?.ownerId ?? null],
      ...(others ? { holding: "offboarding:decide" } : {}),
    },
    data: { name: plainName(found), requestedBy: found.requestedBy, reason: found.reason },
    dedupeKey: `${found.id}:${dayOf(at)}`,
    at,
  });

/** Muster cannot do it: the owner and those who decide. */
export const tellByHand = (tx: Tx, found: Told, because: string, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "offboarding.by-hand",
    subject: about(found),
    recipients: everybody(found),
    data: { name: nameOf(found), because },
    dedupeKey: found.id,
    at,
  });

const stepWords: Record<CaseVerb, string> = {
  disable: "disabled",
  delete: "deleted",
  enable: "given back",
  create: "made anew",
  deliver: "delivered",
  replace: "replaced",
  destroy: "deleted again",
};

/** Once a day for as long as it is stuck. */
export const tellStuck = (
  tx: Tx,
  found: Told,
  { verb, error, at }: { verb: CaseVerb | null; error: string; at: Date },
): Promise<boolean> =>
  notify(tx, {
    event: isRotation(found) ? "rotation.stuck" : "offboarding.stuck",
    subject: about(found),
    recipients: everybody(found),
    data: { name: plainName(found), step: verb ? stepWords[verb] : "read at the provider", error },
    dedupeKey: `${found.id}:${dayOf(at)}`,
    at,
  });

/** Once a day, however often it is seen in use. */
export const tellUsed = (tx: Tx, found: Told, what: string, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "offboarding.used",
    subject: about(found),
    recipients: everybody(found),
    data: { name: nameOf(found), what },
    dedupeKey: `${found.id}:${dayOf(at)}`,
    at,
  });

export const tellDone = (tx: Tx, found: Told, how: string, at: Date): Promise<boolean> =>
  notify(tx, {
    event: isRotation(found) ? "rotation.done" : "offboarding.done",
    subject: about(found),
    recipients: { people: [found.requestedById, found.identity?.ownerId ?? null] },
    data: { name: plainName(found), how },
    dedupeKey: `${found.id}:${how}`,
    at,
  });

export const tellRejected = (
  tx: Tx,
  found: Told,
  { by, reason, at }: { by: string; reason: string; at: Date },
): Promise<boolean> =>
  notify(tx, {
    event: "offboarding.rejected",
    subject: about(found),
    recipients: { people: [found.requestedById] },
    data: { name: nameOf(found), by, reason },
    dedupeKey: found.id,
    at,
  });
