import { dayOf } from "@/lib/domain/days";
import type { Tx } from "@/lib/infra/db";
import { ruleTitle } from "../findings/rule-texts";
import { notify } from "../notices/notify";

interface Told {
  id: string;
  identityName: string;
  ruleId: string;
  requestedById: string | null;
  requestedBy: string;
  endsAt: Date;
  identity: { ownerId: string | null } | null;
}

const nameOf = (found: Told): string => `${ruleTitle(found.ruleId)} at ${found.identityName}`;
const about = (found: Told) => ({ type: "exception" as const, id: found.id });
const theirs = (found: Told) => [found.requestedById, found.identity?.ownerId ?? null];

/** Those who may decide, without the person who asked. */
export const tellDecisionWanted = (tx: Tx, found: Told, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "exception.requested",
    subject: about(found),
    recipients: { holding: "exception:decide", except: [found.requestedById] },
    data: { name: nameOf(found), requestedBy: found.requestedBy, until: dayOf(found.endsAt) },
    dedupeKey: found.id,
    at,
  });

/** The person who asked. */
export const tellDecided = (
  tx: Tx,
  found: Told,
  { by, decision, at }: { by: string; decision: "approved" | "rejected"; at: Date },
): Promise<boolean> =>
  notify(tx, {
    event: "exception.decided",
    subject: about(found),
    recipients: { people: [found.requestedById] },
    data: { name: nameOf(found), by, decision },
    dedupeKey: found.id,
    at,
  });

/** While there is time to fix it or to ask again. */
export const tellExpiring = (tx: Tx, found: Told, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "exception.expiring",
    subject: about(found),
    recipients: { people: theirs(found) },
    data: { name: nameOf(found), until: dayOf(found.endsAt) },
    dedupeKey: found.id,
    at,
  });

/** What it covered is open again. */
export const tellExpired = (tx: Tx, found: Told, at: Date): Promise<boolean> =>
  notify(tx, {
    event: "exception.expired",
    subject: about(found),
    recipients: { people: theirs(found), holding: "exception:decide" },
    data: { name: nameOf(found) },
    dedupeKey: found.id,
    at,
  });
