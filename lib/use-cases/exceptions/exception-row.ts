import type { ExceptionState } from "@/lib/domain/lifecycle/exception";
import { ruleTitle } from "../findings/rule-texts";

/** One line of the list of exceptions. Times are ISO 8601 in UTC. */
export interface ExceptionRow {
  id: string;
  /** Null once the identity's source was removed. */
  identityId: string | null;
  identityName: string;
  sourceName: string;
  ruleId: string;
  ruleTitle: string;
  /** One finding, or all that the rule finds at this identity. */
  scope: "finding" | "rule";
  state: ExceptionState;
  reason: string;
  requestedBy: string;
  /** Decided by the policy itself. */
  automatic: boolean;
  /** How often it was renewed before. */
  renewals: number;
  startsAt: string;
  endsAt: string;
  createdAt: string;
  stateAt: string;
}

interface StoredRow {
  id: string;
  identityId: string | null;
  identityName: string;
  sourceName: string;
  ruleId: string;
  findingKey: string | null;
  state: string;
  reason: string;
  requestedBy: string;
  automatic: boolean;
  renewals: number;
  startsAt: Date;
  endsAt: Date;
  createdAt: Date;
  stateAt: Date;
}

export const toExceptionRow = (found: StoredRow): ExceptionRow => ({
  id: found.id,
  identityId: found.identityId,
  identityName: found.identityName,
  sourceName: found.sourceName,
  ruleId: found.ruleId,
  ruleTitle: ruleTitle(found.ruleId),
  scope: found.findingKey === null ? "rule" : "finding",
  state: found.state as ExceptionState,
  reason: found.reason,
  requestedBy: found.requestedBy,
  automatic: found.automatic,
  renewals: found.renewals,
  startsAt: found.startsAt.toISOString(),
  endsAt: found.endsAt.toISOString(),
  createdAt: found.createdAt.toISOString(),
  stateAt: found.stateAt.toISOString(),
});
