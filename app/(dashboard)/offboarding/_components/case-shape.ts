import type { Fact } from "@/lib/domain/evidence";
import type { CaseKind, CaseState, CaseVerb } from "@/lib/domain/lifecycle/case";
import type { OffboardingMode } from "@/lib/domain/lifecycle/offboarding";

interface Call {
  call: string;
  effect: string;
}

/** What the parts of a case's page show; the page's query gives it. */
export interface CaseShape {
  id: string;
  case: CaseKind;
  name: string;
  subject: "identity" | "credential";
  kind: string;
  holder: string | null;
  identityId: string | null;
  source: { id: string | null; name: string };
  mode: OffboardingMode;
  state: CaseState;
  step: string | null;
  reason: string;
  requestedBy: string;
  otherApprover: boolean;
  owner: string | null;
  isOwner: boolean;
  /** Muster kept what the provider needs to make it again after its deletion. */
  canBeMadeAgain: boolean;
  /** What a person does at the provider, step by step; empty where Muster does it. */
  byHand: string[];
  url: string | null;
  createdAt: string;
  stateAt: string;
  disabledAt: string | null;
  watchDays: number;
  watchUntil: string | null;
  nextAt: string | null;
  closedAt: string | null;
  attempt: number;
  error: { code?: string; message: string } | null;
  plan: {
    at: string;
    state: string;
    steps: { verb: CaseVerb; reversible: string; calls: Call[] }[];
    consumers: string[];
    leftovers: string[];
    lastUsedAt: { state: string; value?: string | null; detail?: string };
  } | null;
  rotation: {
    destination: { type: string; sourceName?: string; label?: string };
    overlapHours: number | null;
    made: { name: string } | null;
    secretUntil: string | null;
    deliveredAt: string | null;
    quietUntil: string | null;
    lastUsedAt: Fact<string | null> | null;
  } | null;
  approvals: {
    person: string;
    decision: string;
    reason: string | null;
    assuranceLevel: number;
    at: string;
  }[];
  proofs: {
    id: string;
    name: string;
    mediaType: string;
    bytes: number;
    sha256: string;
    attachedBy: string;
    at: string;
  }[];
  calls: {
    verb: CaseVerb;
    attempt: number;
    calls: Call[];
    state: string;
    answer: string | null;
    startedAt: string;
    finishedAt: string | null;
  }[];
  audit: {
    seq: string;
    at: string;
    event: string;
    outcome: string;
    actor: string;
    hash: string;
  }[];
}

/** Whether the provider can switch it off before it is deleted; nobody knows before the dry run. */
export const isSoft = (plan: CaseShape["plan"]): boolean =>
  plan?.steps.some((step) => step.verb === "disable") ?? true;
