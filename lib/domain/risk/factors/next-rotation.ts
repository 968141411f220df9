import { dayMs } from "../../days";
import { secretsOf } from "../../credential/secrets-of";
import type { Subject } from "../subject";
import { rotationDaysFor, unchangedSince } from "./rotation";

export type NextRotation =
  | { state: "due" | "overdue"; at: string }
  | { state: "unknown" | "not_applicable" };

/** When the first of an identity's working secrets must have a new value by its policy. */
export function nextRotation(subject: Subject, now: Date): NextRotation {
  const secrets = secretsOf(subject);
  if (secrets.length === 0) return { state: "not_applicable" };
  const policy = subject.limits;
  const days = secrets.flatMap((secret) => {
    const since = unchangedSince(secret);
    if (since.state === "unknown") return [];
    return [Date.parse(since.value) + rotationDaysFor(secret, policy) * dayMs];
  });
  const first = Math.min(...days);
  if (first === Number.POSITIVE_INFINITY) return { state: "unknown" };
  return { state: first <= now.getTime() ? "overdue" : "due", at: new Date(first).toISOString() };
}
