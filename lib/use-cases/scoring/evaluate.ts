import { inferOwner } from "@/lib/domain/ownership/infer-owner";
import { isSharedInbox } from "@/lib/domain/ownership/shared-inbox";
import { nextRuleChangeAt } from "@/lib/domain/policy/evaluate";
import { rotationState } from "@/lib/domain/risk/factors/rotation";
import type { RiskScore } from "@/lib/domain/risk/risk";
import { riskPolicyVersion, scoreIdentity } from "@/lib/domain/risk/score";
import type { Subject } from "@/lib/domain/risk/subject";
import type { DueSubject } from "./load-subjects";

/** The identity's columns that scoring decides, as they go into the table. */
export const scoreColumns = {
  id: "uuid",
  was_rescore_at: "timestamptz",
  risk_score: "integer",
  risk_band: "text",
  risk_confidence: "integer",
  risk_breakdown: "jsonb",
  risk_version: "integer",
  scored_at: "timestamptz",
  rescore_at: "timestamptz",
  open_findings: "integer",
  credential_count: "integer",
  rotation_state: "text",
  owner_state: "text",
  owner_hint: "text",
} as const;

/** What others share with an identity changes without a trace on its own row. */
const longestMs = 7 * 86_400_000;

export type ScoreRow = ReturnType<typeof scoreRow>;

/** Settles the owner, scores, and says when to look again. Sets `subject.owner` on the way. */
export function scoreRow(due: DueSubject, now: Date) {
  const { subject } = due;
  const inferred = due.ownerId === null ? inferOwner(due.hints) : null;
  const state = inferred === null ? "confirmed" : inferred.state;
  subject.owner = {
    state,
    active: state === "confirmed" ? subject.owner.active : state === "inferred",
    sharedInbox: inferred?.candidate ? isSharedInbox(inferred.candidate) : false,
  };
  const risk = scoreIdentity(subject, now);
  return {
    id: subject.id,
    was_rescore_at: due.rescoreAt,
    risk_score: risk.score,
    risk_band: risk.band as string,
    risk_confidence: risk.confidence,
    risk_breakdown: risk.breakdown,
    risk_version: riskPolicyVersion,
    scored_at: now.toISOString(),
    rescore_at: nextLook(subject, risk, now),
    open_findings: 0,
    credential_count: subject.credentials.length,
    rotation_state: rotationState(subject, now) as string,
    owner_state: state as string,
    owner_hint: inferred?.candidate ?? null,
  };
}

function nextLook(subject: Subject, risk: RiskScore, now: Date): string {
  const soonest = now.getTime() + 1_000;
  const wanted = Math.min(
    risk.nextChangeAt?.getTime() ?? Number.POSITIVE_INFINITY,
    nextRuleChangeAt(subject, now)?.getTime() ?? Number.POSITIVE_INFINITY,
    now.getTime() + longestMs,
  );
  return new Date(Math.max(wanted, soonest)).toISOString();
}
