import type { CaseKind, CaseState } from "@/lib/domain/lifecycle/case";
import type { OffboardingMode } from "@/lib/domain/lifecycle/offboarding";

/** One line of the list of cases. Times are ISO 8601 in UTC. */
export interface CaseRow {
  id: string;
  case: CaseKind;
  name: string;
  subject: "identity" | "credential";
  kind: string;
  holder: string | null;
  identityId: string | null;
  source: { id: string | null; name: string; connectorId: string };
  mode: OffboardingMode;
  state: CaseState;
  reason: string;
  requestedBy: string;
  createdAt: string;
  stateAt: string;
  watchUntil: string | null;
  closedAt: string | null;
  attempt: number;
  error: { code?: string; message: string } | null;
}

interface StoredCase {
  id: string;
  kind: string;
  target: unknown;
  identityId: string | null;
  sourceId: string | null;
  sourceName: string;
  connectorId: string;
  mode: string;
  state: string;
  reason: string;
  requestedBy: string;
  createdAt: Date;
  stateAt: Date;
  watchUntil: Date | null;
  closedAt: Date | null;
  attempt: number;
  error: unknown;
}

interface StoredTarget {
  subject: "identity" | "credential";
  kind: string;
  name: string;
  holder: { name: string } | null;
}

export function toCaseRow(found: StoredCase): CaseRow {
  const target = found.target as StoredTarget;
  return {
    id: found.id,
    case: found.kind as CaseKind,
    name: target.name,
    subject: target.subject,
    kind: target.kind,
    holder: target.holder?.name ?? null,
    identityId: found.identityId,
    source: { id: found.sourceId, name: found.sourceName, connectorId: found.connectorId },
    mode: found.mode as OffboardingMode,
    state: found.state as CaseState,
    reason: found.reason,
    requestedBy: found.requestedBy,
    createdAt: found.createdAt.toISOString(),
    stateAt: found.stateAt.toISOString(),
    watchUntil: found.watchUntil?.toISOString() ?? null,
    closedAt: found.closedAt?.toISOString() ?? null,
    attempt: found.attempt,
    error: found.error as CaseRow["error"],
  };
}
