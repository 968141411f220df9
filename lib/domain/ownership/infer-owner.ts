import type { OwnerHintMethod } from "../access/access";
import { isSharedInbox } from "./shared-inbox";

export interface OwnerHint {
  candidate: string;
  method: OwnerHintMethod;
  /** 0-1 */
  confidence: number;
  evidence: string;
  rejected?: boolean;
}

export interface RankedCandidate {
  candidate: string;
  /** 0-1: how sure all its hints make us together. */
  confidence: number;
  sharedInbox: boolean;
  /** Strongest first. */
  hints: OwnerHint[];
}

export interface InferredOwner {
  state: "inferred" | "none";
  candidate: string | null;
  confidence: number;
  because: string;
}

/** Below this an owner is a guess that would only send people to the wrong door. */
const leastConfidence = 0.4;
/** A shared inbox may be where the owner reads mail, but it cannot answer for a key. */
const sharedInboxShare = 0.5;

const methodText: Record<OwnerHintMethod, string> = {
  explicit_owner: "its provider names the owner",
  disabled_owner: "its provider names the owner, whose account is disabled there",
  unnamed_owner: "its provider names the owner by an id only",
  tag: "a tag names the owner",
  creator: "created it",
  audit_creator: "the provider's audit log names the creator",
  code_owner: "owns the code that uses it",
  iac: "owns the stack that made it",
  container: "owns the account or repository it is in",
  name_similarity: "has a similar name",
  name_pattern: "is named for such names by an administrator",
};

/** Candidates by how sure their independent hints make us together; people before shared inboxes. */
export function rankCandidates(hints: readonly OwnerHint[]): RankedCandidate[] {
  const byCandidate = Map.groupBy(
    hints.filter((hint) => hint.rejected !== true),
    (hint) => hint.candidate.trim().toLowerCase(),
  );
  const ranked = [...byCandidate.values()].map((group): RankedCandidate => {
    const ordered = group.toSorted((a, b) => b.confidence - a.confidence);
    const sharedInbox = isSharedInbox(ordered[0]!.candidate);
    const combined = combine(ordered) * (sharedInbox ? sharedInboxShare : 1);
    return {
      candidate: ordered[0]!.candidate.trim(),
      confidence: Math.round(combined * 100) / 100,
      sharedInbox,
      hints: ordered,
    };
  });
  return ranked.sort((a, b) => b.confidence - a.confidence || (a.candidate < b.candidate ? -1 : 1));
}

/** Hints of different methods are independent evidence: 1 - Π(1 - confidence). Two of one method are not. */
function combine(ordered: readonly OwnerHint[]): number {
  const methods = new Set<OwnerHintMethod>();
  let doubt = 1;
  for (const hint of ordered) {
    if (methods.has(hint.method)) continue;
    methods.add(hint.method);
    doubt *= 1 - hint.confidence;
  }
  return Math.min(1 - doubt, 0.99);
}

/** The best candidate if it is more than a guess; a person still has to confirm it. */
export function inferOwner(hints: readonly OwnerHint[]): InferredOwner {
  const [best, second] = rankCandidates(hints);
  if (best === undefined)
    return {
      state: "none",
      candidate: null,
      confidence: 0,
      because: "No tag, creator or code owner points to anybody",
    };
  const reason = `${best.candidate}: ${methodText[best.hints[0]!.method]} (${best.hints[0]!.evidence})`;
  if (best.confidence < leastConfidence)
    return {
      state: "none",
      candidate: null,
      confidence: best.confidence,
      because: `Too weak to say: ${reason}`,
    };
  const close = second !== undefined && best.confidence - second.confidence < 0.1;
  return {
    state: "inferred",
    candidate: best.candidate,
    confidence: best.confidence,
    because: close ? `${reason}; ${second.candidate} is nearly as likely` : reason,
  };
}
