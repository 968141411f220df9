import type { PrincipalKind, TrustVerdict } from "../access/access";
import type { CredentialFacts, CredentialKind, CredentialStatus } from "../credential/credential";
import type { Limits } from "./thresholds";
import type {
  Custody,
  Environment,
  IdentityClass,
  IdentityFacts,
  IdentityKind,
  IdentityStatus,
  PrivilegeLevel,
  Stage,
} from "../identity/identity";

/** The provider's fields that a rule may ask for; a sweep reads no others. */
export const judgedAttributes = [
  "canLogIn",
  "connectionLimit",
  "ephemeral",
  "https",
  "level",
  "readOnly",
  "rootAccessKeys",
  "rotationEnabled",
  "service",
  "signed",
  "tlsVerified",
  "visibility",
] as const;
export type JudgedAttribute = (typeof judgedAttributes)[number];
export type Attributes = Readonly<Partial<Record<JudgedAttribute, unknown>>>;

/** When a review last kept it, or else when Muster first saw it. */
export interface LastReview {
  kept: boolean;
  /** Milliseconds since 1970. */
  atMs: number;
}

/** All that scoring and the rules may know of one identity: plain data, loaded in bulk. */
export interface Subject {
  id: string;
  externalId: string;
  connectorId: string;
  kind: IdentityKind;
  detail: string;
  custody: Custody | null;
  name: string;
  status: IdentityStatus;
  identityClass: IdentityClass;
  environment: Environment;
  stage: Stage;
  vendor: string | null;
  container: string | null;
  tags: Record<string, string>;
  /** Muster's own tags, set by people. */
  labels: readonly string[];
  facts: IdentityFacts;
  attributes: Attributes;
  owner: { state: "confirmed" | "inferred" | "none"; active: boolean; sharedInbox: boolean };
  /** What people decided beside the owner. */
  ownership: {
    /** Somebody who can sign in and is no shared inbox backs the owner up. */
    backedUp: boolean;
    /** `2027-01-31`, the last day of the vendor's access. */
    vendorEndsOn: string | null;
  };
  review: LastReview;
  credentials: {
    externalId: string;
    kind: CredentialKind;
    name: string;
    status: CredentialStatus;
    fingerprint: string | null;
    /** How many other identities hold a credential with the same public part (C18). */
    sharedWith: number;
    /** Environments and stages of those other identities. */
    sharedIn: { environments: readonly Environment[]; stages: readonly Stage[] };
    facts: CredentialFacts;
    attributes: Attributes;
    review: LastReview;
  }[];
  trusts: {
    principalKind: PrincipalKind;
    principal: string;
    verdict: TrustVerdict;
    because: string;
  }[];
  /**
   * Strongest grants first, at most 200, then one for each environment that only the others reach;
   * `grantCount` says how many there are.
   */
  grants: {
    service: string;
    entitlement: string;
    target: string;
    via: string;
    level: PrivilegeLevel;
    conditional: boolean;
  }[];
  grantCount: number;
  /** What the policy in force says of it. */
  limits: Limits;
}

/** What a review asks about: its credentials that still stand for it, or itself when it has none. */
export function reviewedOf(subject: Subject): [Reviewed, ...Reviewed[]] {
  const [first, ...more] = subject.credentials.filter(({ status }) => status !== "revoked");
  return first ? [first, ...more] : [subject];
}

type Reviewed = Pick<Subject, "name" | "review">;
