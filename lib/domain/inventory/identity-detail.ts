import { z } from "zod";
import { ownerHintMethods, principalKinds, trustVerdicts } from "../access/access";
import { credentialKinds, credentialStatuses } from "../credential/credential";
import {
  custodies,
  environments,
  identityClasses,
  privilegeLevels,
  stages,
} from "../identity/identity";
import { identityChecks } from "../policy/check";
import { severities } from "../policy/rule";
import { riskBands, riskFactors } from "../risk/risk";
import { identityRow } from "./identity-row";
import { sourceCoverage } from "./source-coverage";

const instant = z.iso.datetime();

/** One fact as the page shows it: the value in words or an instant, or why it is unknown. */
export const shownFact = z.object({
  label: z.string(),
  kind: z.enum(["text", "instant", "never"]),
  value: z.string().nullable(),
  source: z.string().nullable(),
  /** When this value was first read. */
  observedAt: instant.nullable(),
  /** When it was last read again and found the same. */
  readAt: instant.nullable(),
  unknown: z.string().nullable(),
});
export type ShownFact = z.infer<typeof shownFact>;

const shownCredential = z.object({
  id: z.uuid(),
  kind: z.enum(credentialKinds),
  name: z.string(),
  externalId: z.string(),
  status: z.enum(credentialStatuses),
  scopes: z.array(z.string()),
  sharedWith: z.number().int(),
  missingSince: instant.nullable(),
  /** When a review last said that it is still needed, and who did. */
  attestedAt: instant.nullable(),
  attestedBy: z.string().nullable(),
  facts: z.array(shownFact),
});
export type ShownCredential = z.infer<typeof shownCredential>;

const shownGrant = z.object({
  entitlement: z.string(),
  target: z.string(),
  via: z.string(),
  level: z.enum(privilegeLevels),
  conditional: z.boolean(),
});

const shownTrust = z.object({
  id: z.uuid(),
  principalKind: z.enum(principalKinds),
  principal: z.string(),
  verdict: z.enum(trustVerdicts),
  because: z.string(),
});

const shownCandidate = z.object({
  id: z.uuid(),
  candidate: z.string(),
  method: z.enum(ownerHintMethods),
  confidence: z.number(),
  evidence: z.string(),
  rejected: z.boolean(),
  /** The person of Muster that the candidate's name or address matches. */
  personId: z.uuid().nullable(),
});

const shownFinding = z.object({
  id: z.uuid(),
  ruleId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  state: z.enum(["open", "excepted", "resolved"]),
  evidence: z.string(),
  remedy: z.string(),
  firstSeenAt: instant,
  resolvedAt: instant.nullable(),
  /** Under which it may stand, and until when; only while it is excepted. */
  exception: z.object({ id: z.uuid(), endsAt: instant }).nullable(),
});

const partsLeft = z.object({ total: z.number().int(), nextCursor: z.string().nullable() });
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
/** Pages of what belongs to one identity. */
export const credentialPage = pageOf(shownCredential);
export const trustPage = pageOf(shownTrust);
export const candidatePage = pageOf(shownCandidate);
export const identityFindingPage = pageOf(shownFinding);

export const timelineEvent = z.object({
  // Some are made of another row's id: they look like a UUID and are of no version.
  id: z.string(),
  at: instant,
  kind: z.string(),
  summary: z.string(),
});
export type TimelineEvent = z.infer<typeof timelineEvent>;

const breakdownLine = z.object({
  factor: z.enum(riskFactors),
  points: z.number(),
  max: z.number(),
  because: z.string(),
  state: z.enum(["known", "unknown", "not_applicable"]),
  source: z.string().optional(),
  observedAt: z.string().optional(),
});

/** Everything that the page of one identity shows. */
export const identityDetail = z.object({
  identity: identityRow,
  description: z.string().nullable(),
  stage: z.enum(stages),
  custody: z.enum(custodies).nullable(),
  vendor: z.string().nullable(),
  container: z.string().nullable(),
  url: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  /** The provider's own fields in words: a line for each value, or why there is none. */
  attributes: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      lines: z.array(z.string()),
      unknown: z.string().nullable(),
    }),
  ),
  /** Who can read a stored secret, as its store tells. */
  readableBy: z.string().nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  scoredAt: instant.nullable(),
  /** When a review last said that it is still needed, where it holds no credential of its own. */
  attestedAt: instant.nullable(),
  attestedBy: z.string().nullable(),
  /** Newest last; at most the last 30 changes of the band. */
  riskTrend: z.array(
    z.object({
      at: instant,
      summary: z.string(),
      before: z.enum(riskBands),
      after: z.enum(riskBands),
    }),
  ),
  breakdown: z.array(breakdownLine),
  checks: identityChecks,
  coverage: sourceCoverage,
  facts: z.array(shownFact),
  /** What a person decided over the source's data; null where nobody has. */
  override: z
    .object({
      identityClass: z.enum(identityClasses).nullable(),
      environment: z.enum(environments).nullable(),
      listedClass: z.enum(identityClasses),
      listedEnvironment: z.enum(environments),
      reason: z.string(),
      by: z.string(),
      at: instant,
    })
    .nullable(),
  /** What people decided about who answers for it, beside its owner. */
  ownership: z.object({
    backup: z
      .object({ id: z.uuid(), name: z.string(), email: z.string(), active: z.boolean() })
      .nullable(),
    team: z.object({ id: z.uuid(), name: z.string(), manager: z.string().nullable() }).nullable(),
    purpose: z.string().nullable(),
    vendorName: z.string().nullable(),
    vendorEndsOn: z.iso.date().nullable(),
  }),
  privilegeReasons: z.array(z.string()),
  /** The first of each list; `more` says how many there are and how to go on. */
  credentials: z.array(shownCredential),
  /** Privileged services first. At most 500 grants are shown; `grantCount` says how many there are. */
  reach: z.array(
    z.object({ service: z.string(), level: z.enum(privilegeLevels), grants: z.array(shownGrant) }),
  ),
  grantCount: z.number().int(),
  trusts: z.array(shownTrust),
  candidates: z.array(shownCandidate),
  findings: z.array(shownFinding),
  findingCounts: z.object({
    open: z.number().int(),
    excepted: z.number().int(),
    resolved: z.number().int(),
  }),
  more: z.object({
    credentials: partsLeft,
    trusts: partsLeft,
    candidates: partsLeft,
    findings: partsLeft,
  }),
  timeline: z.object({ items: z.array(timelineEvent), nextCursor: z.string().nullable() }),
});
export type IdentityDetail = z.infer<typeof identityDetail>;
