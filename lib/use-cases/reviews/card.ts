import type { Fact } from "@/lib/domain/evidence";
import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import { shownFacts } from "../identities/shown-facts";

type Facts = Record<string, Fact<unknown> | undefined>;

/** The evidence as the worker stored it; see `evidenceSql`. */
interface Stored extends Pick<
  ReviewCard,
  | "source"
  | "reach"
  | "grantCount"
  | "usedBy"
  | "usedByCount"
  | "sharedWith"
  | "risk"
  | "findings"
  | "findingCount"
  | "since"
  | "changes"
  | "changeCount"
> {
  identity: Omit<ReviewCard["identity"], "id"> & { status: string };
  credential: { name: string; kind: string; status: string; scopes: string[] } | null;
  facts: Facts;
  identityFacts: Facts;
}

export interface StoredItem {
  id: string;
  campaign_id: string;
  campaign_name: string;
  campaign_due_at: Date;
  identity_id: string | null;
  subject: ReviewCard["subject"];
  name: string;
  state: ReviewCard["state"];
  owner_name: string | null;
  evidence: Stored;
  digest: string;
  equal: number;
  two_people: boolean;
  delegated_from: string | null;
  due_at: Date | null;
  because: string | null;
}

export const cardColumns = `r.id, r.campaign_id, k.name AS campaign_name, k.due_at AS campaign_due_at, r.identity_id,
  r.subject, r.name, r.state, r.owner_name, r.evidence, r.digest, r.two_people, r.delegated_from, r.due_at, r.because`;

/** A key whose own use the source does not tell still says when its identity was used. */
function factsOf({ facts, identityFacts, credential }: Stored): ReviewCard["facts"] {
  const own = shownFacts(facts);
  const used = identityFacts.lastUsedAt;
  if (!credential || facts.lastUsedAt?.state !== "unknown" || used?.state !== "known") return own;
  const ofIdentity = shownFacts({ lastUsedAt: used });
  return [...own, ...ofIdentity.map((fact) => ({ ...fact, label: "Identity last used" }))];
}

export function toCard(row: StoredItem): ReviewCard {
  const { identity, credential, facts: _facts, identityFacts: _own, ...evidence } = row.evidence;
  const { source, reach, grantCount, usedBy, usedByCount, sharedWith, risk } = evidence;
  const { findings, findingCount, since, changes, changeCount } = evidence;
  return {
    id: row.id,
    campaign: {
      id: row.campaign_id,
      name: row.campaign_name,
      dueAt: row.campaign_due_at.toISOString(),
    },
    state: row.state,
    subject: row.subject,
    name: row.name,
    kind: credential?.kind ?? identity.kind,
    status: credential?.status ?? identity.status,
    scopes: credential?.scopes ?? [],
    identity: {
      id: row.identity_id,
      name: identity.name,
      kind: identity.kind,
      environment: identity.environment,
      container: identity.container,
      description: identity.description,
    },
    source: { name: source.name, connectorId: source.connectorId },
    owner: row.owner_name,
    facts: factsOf(row.evidence),
    reach,
    grantCount,
    usedBy,
    usedByCount,
    sharedWith,
    risk,
    findings,
    findingCount,
    since,
    changes,
    changeCount,
    digest: row.digest,
    equal: row.equal,
    twoPeople: row.two_people,
    because: row.because,
    delegated: row.delegated_from !== null,
    dueAt: row.due_at?.toISOString() ?? null,
  };
}
