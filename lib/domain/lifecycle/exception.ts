import { dayMs } from "../days";
import { defineLifecycle } from "./lifecycle";

export const exceptionStates = [
  "requested",
  "approved",
  "active",
  "expiring",
  "expired",
  "renewed",
  "rejected",
  "withdrawn",
] as const;
export type ExceptionState = (typeof exceptionStates)[number];

export type ExceptionEvent =
  | "approve"
  | "reject"
  | "withdraw"
  | "activate"
  | "remind"
  | "expire"
  | "renew";

/**
 * From a request to its end. Nothing is excepted before somebody approved it, and every exception
 * ends: by its date, by a person, or because a renewal took its place.
 */
export const exceptionLifecycle = defineLifecycle<ExceptionState, ExceptionEvent>({
  name: "exception",
  initial: "requested",
  table: {
    requested: {
      approve: "approved",
      reject: "rejected",
      withdraw: "withdrawn",
      expire: "expired",
    },
    approved: { activate: "active", withdraw: "withdrawn", expire: "expired" },
    active: { remind: "expiring", expire: "expired", withdraw: "withdrawn", renew: "renewed" },
    expiring: { expire: "expired", withdraw: "withdrawn", renew: "renewed" },
    expired: {},
    renewed: {},
    rejected: {},
    withdrawn: {},
  },
});

/** States in which its findings are excepted. */
export const exceptingStates = ["active", "expiring"] as const satisfies ExceptionState[];
/** States in which it waits for somebody, or for its beginning. */
export const pendingStates = ["requested", "approved"] as const satisfies ExceptionState[];

/** When its owner is reminded: a week before the end, or in the last quarter of a short one. */
export function remindAt(startsAt: Date, endsAt: Date): Date {
  const lasts = endsAt.getTime() - startsAt.getTime();
  return new Date(endsAt.getTime() - Math.min(7 * dayMs, lasts / 4));
}

/** The latest end that the policy allows for one that begins at `startsAt`. */
export const latestEnd = (startsAt: Date, days: number): Date =>
  new Date(startsAt.getTime() + days * dayMs);

/** From this renewal on an administrator decides. */
export const administratorRenewal = 3;

/** What asks again for the same within this time is a renewal, whatever it is called. */
export const renewalWindowMs = 90 * dayMs;

/** What the worker does with an exception at `now`, and when it looks again; null is nothing yet. */
export function dueEvent(
  found: { state: ExceptionState; startsAt: Date; endsAt: Date },
  now: Date,
): ExceptionEvent | null {
  const { state, startsAt, endsAt } = found;
  if (exceptionLifecycle.table[state].expire === undefined) return null;
  if (now >= endsAt) return "expire";
  if (state === "approved") return now >= startsAt ? "activate" : null;
  return state === "active" && now >= remindAt(startsAt, endsAt) ? "remind" : null;
}

/** When time alone changes an exception next; null once it has ended. */
export function nextLookAt(found: {
  state: ExceptionState;
  startsAt: Date;
  endsAt: Date;
}): Date | null {
  const { state, startsAt, endsAt } = found;
  if (exceptionLifecycle.table[state].expire === undefined) return null;
  if (state === "approved") return startsAt;
  return state === "active" ? remindAt(startsAt, endsAt) : endsAt;
}
