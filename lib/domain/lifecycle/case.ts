import { isFinal, transition } from "./lifecycle";
import {
  closedOffboardingStates,
  offboardingLifecycle,
  type OffboardingEvent,
  type OffboardingState,
} from "./offboarding";
import { rotationLifecycle, type RotationEvent, type RotationState } from "./rotation";

export const caseKinds = ["offboarding", "rotation"] as const;
/** Both kinds end a credential; a rotation begins with its successor. */
export type CaseKind = (typeof caseKinds)[number];
export type CaseState = OffboardingState | RotationState;
export type CaseEvent = OffboardingEvent | RotationEvent;

export const caseVerbs = [
  "disable",
  "enable",
  "delete",
  "create",
  "deliver",
  "replace",
  "destroy",
] as const;
/** A step of a case that reaches outside. */
export type CaseVerb = (typeof caseVerbs)[number];

/** The state after the event by the table of its kind. Throws `conflict` when it cannot happen. */
export function nextCaseState(
  kind: string,
  from: string,
  event: CaseEvent,
): { to: CaseState; isClosed: boolean } {
  if (kind === "rotation") {
    const to = transition(rotationLifecycle, from as RotationState, event as RotationEvent);
    return { to, isClosed: isFinal(rotationLifecycle, to) };
  }
  const to = transition(offboardingLifecycle, from as OffboardingState, event as OffboardingEvent);
  return { to, isClosed: closedOffboardingStates.has(to) };
}

/** What leads on when a step failed for good: an undelivered credential goes, the rest is stuck. */
export const eventOfFailure = (verb: CaseVerb): CaseEvent =>
  verb === "create" || verb === "deliver" ? "destroy" : "stick";
