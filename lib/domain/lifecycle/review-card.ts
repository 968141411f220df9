import type { ShownFact } from "../inventory/identity-detail";
import type { ReviewDecision, ReviewItemState } from "./review-item";

/** Everything that stands beside one decision: the evidence of the day the campaign was opened. */
export interface ReviewCard {
  id: string;
  campaign: { id: string; name: string; dueAt: string };
  state: ReviewItemState;
  subject: "credential" | "identity";
  name: string;
  kind: string;
  status: string;
  scopes: string[];
  identity: {
    id: string | null;
    name: string;
    kind: string;
    environment: string;
    container: string | null;
    description: string | null;
  };
  source: { name: string; connectorId: string };
  owner: string | null;
  facts: ShownFact[];
  reach: { service: string; level: string; grants: number }[];
  grantCount: number;
  usedBy: { principal: string; verdict: string }[];
  usedByCount: number;
  /** Other identities in which the same public part was seen. */
  sharedWith: number;
  risk: { score: number; band: string; confidence: number };
  findings: { severity: string; title: string }[];
  findingCount: number;
  /** When it was last kept; null is its first review. */
  since: string | null;
  changes: { at: string; summary: string }[];
  changeCount: number;
  digest: string;
  /** How many items that wait for this person have the same evidence, this one included. */
  equal: number;
  twoPeople: boolean;
  delegated: boolean;
  /** The event that asks for it; null where the whole scope is asked. */
  because: string | null;
  dueAt: string | null;
}

/** One line of a campaign's table. */
export interface ReviewRow {
  id: string;
  identityId: string | null;
  subject: "credential" | "identity";
  name: string;
  identityName: string;
  sourceName: string;
  risk: number;
  owner: string | null;
  /** Whose answer is awaited; null is any analyst. */
  reviewer: string | null;
  state: ReviewItemState;
  decision: ReviewDecision | null;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  effect: string;
  effectNote: string | null;
  caseId: string | null;
  taskId: string | null;
  because: string | null;
}
