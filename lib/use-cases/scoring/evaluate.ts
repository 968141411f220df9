import { inferOwner, type InferredOwner } from "@/lib/domain/ownership/infer-owner";
import { isSharedInbox } from "@/lib/domain/ownership/shared-inbox";
import { type Evaluation, evaluateRules, nextRuleChangeAt } from "@/lib/domain/policy/evaluate";
import { limitsOf, type PolicyDocument } from "@/lib/domain/policy/policy";
import { rotationState } from "@/lib/domain/risk/factors/rotation";
import { scoreIdentity } from "@/lib/domain/risk/score";
import { Fingerprint } from "./fingerprint";
import type { Decided, DueSubject } from "./due-subject";
import { answersOf } from "./rule-answers";
import { inputShape, noteInput } from "./scoring-input";

/** What one look at an identity found out. */
export interface Look {
  due: DueSubject;
  evaluations: Evaluation[];
  /** Digest of what the rules said. */
  verdicts: string;
  /** Digest of how they answered. */
  answers: string;
  /** What was judged, as it is kept; null when it is what was kept before. */
  input: { text: string; digest: string } | null;
  /** What scoring decides of the identity's row; `open_findings` follows from the findings. */
  decided: Decided;
  /** When time alone changes the score or a rule's answer, in milliseconds since 1970. */
  nextMs: number | null;
}

/** Scores an identity, asks every rule, and says when to look again. */
export function look(due: DueSubject, policy: PolicyDocument, now: Date): Look {
  const { subject } = due;
  subject.limits = limitsOf(policy, subject);
  const inferred = settleOwner(due);
  const risk = scoreIdentity(subject, now);
  const evaluations = evaluateRules(subject, now);
  const next = Math.min(
    risk.nextChangeAt?.getTime() ?? Number.POSITIVE_INFINITY,
    nextRuleChangeAt(subject, now)?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  return {
    due,
    evaluations,
    verdicts: digestOf(evaluations),
    answers: answersOf(evaluations),
    input: due.isNoted ? null : inputOf(due),
    decided: {
      risk_score: risk.score,
      risk_band: risk.band,
      risk_confidence: risk.confidence,
      open_findings: due.before.open_findings,
      credential_count: subject.credentials.length,
      rotation_state: rotationState(subject, now),
      owner_state: subject.owner.state,
      owner_hint: inferred?.candidate ?? null,
    },
    nextMs: next === Number.POSITIVE_INFINITY ? null : Math.max(next, now.getTime() + 1_000),
  };
}

/** Sets `subject.owner`: the confirmed one, else the one that the candidates point to. */
export function settleOwner({ subject, ownerId, hints }: DueSubject): InferredOwner | null {
  const inferred = ownerId === null ? inferOwner(hints) : null;
  const state = inferred === null ? "confirmed" : inferred.state;
  subject.owner = {
    state,
    active: state === "confirmed" ? subject.owner.active : state === "inferred",
    sharedInbox: inferred?.candidate
      ? isSharedInbox(inferred.candidate)
      : state === "confirmed" && subject.owner.sharedInbox,
  };
  return inferred;
}

function inputOf(due: DueSubject): Look["input"] {
  const text = noteInput(due);
  return { text, digest: new Fingerprint().add(`${inputShape}`).add(text).toString() };
}

/** The same digest means: the same findings in the same words, and the same rules that cannot tell. */
function digestOf(evaluations: readonly Evaluation[]): string {
  const print = new Fingerprint();
  for (const { rule, outcome } of evaluations) {
    if (outcome.state === "unknown") {
      print.add(rule.id).add("?\n");
      for (const key of outcome.keys ?? []) print.add(key).add("?\n");
    }
    if (outcome.state !== "fail") continue;
    for (const key of outcome.untold ?? []) print.add(rule.id).add("\t").add(key).add("?\n");
    for (const { key, severity, evidence } of outcome.violations) {
      print.add(rule.id).add("\t").add(key).add("\t");
      print
        .add(severity ?? rule.severity)
        .add("\t")
        .add(evidence)
        .add("\n");
    }
  }
  return print.toString();
}
