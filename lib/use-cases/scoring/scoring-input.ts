import type { Fact, Known } from "@/lib/domain/evidence";
import type { OwnerHint } from "@/lib/domain/ownership/infer-owner";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { type Attributes, judgedAttributes, type Subject } from "@/lib/domain/risk/subject";
import {
  credentialFacts,
  identityFacts,
  type JudgedCredential,
  type JudgedIdentity,
} from "./judged-facts";

/** Raised when the form below changes: what was noted in another form is read anew. */
export const inputShape = 1;

/** What one look at an identity judged, apart from the policy and the time. */
export interface ScoringInput {
  subject: Subject;
  ownerId: string | null;
  hints: OwnerHint[];
}

type Credential = Subject["credentials"][number];
type Grant = Subject["grants"][number];
type Trust = Subject["trusts"][number];
/** Created, expires, last rotated: as `JudgedCredential` has them. */
type Dates = [string | null, string | null, string | null];

/** Lists instead of objects: half as long to keep, and twice as quick to read. */
type NotedCredential = [
  Credential["externalId"],
  Credential["kind"],
  Credential["name"],
  Credential["status"],
  Credential["fingerprint"],
  Credential["sharedWith"],
  Credential["sharedIn"],
  Credential["attributes"],
  Credential["review"],
  ...Dates,
];
type NotedIdentity = [
  Subject["externalId"],
  Subject["connectorId"],
  Subject["kind"],
  Subject["detail"],
  Subject["custody"],
  Subject["name"],
  Subject["status"],
  Subject["identityClass"],
  Subject["environment"],
  Subject["stage"],
  Subject["vendor"],
  Subject["container"],
  Subject["tags"],
  Subject["labels"],
  Subject["attributes"],
  Subject["owner"],
  Subject["ownership"],
  Subject["review"],
];
type NotedFacts = [
  ...Dates,
  JudgedIdentity["creator_value"],
  JudgedIdentity["used_value"],
  JudgedIdentity["privilege_value"],
  JudgedIdentity["interactive"],
  JudgedIdentity["exposure"],
];
type Noted = [
  identity: NotedIdentity,
  facts: NotedFacts,
  credentials: NotedCredential[],
  trusts: [Trust["principalKind"], Trust["principal"], Trust["verdict"], Trust["because"]][],
  grants: [
    Grant["service"],
    Grant["entitlement"],
    Grant["target"],
    Grant["via"],
    Grant["level"],
    Grant["conditional"],
  ][],
  grantCount: number,
  ownerId: string | null,
  hints: [OwnerHint["candidate"], OwnerHint["method"], number, boolean][],
];

/**
 * What a look judged, as text: a new policy version judges it again without reading the inventory.
 * Where a fact came from and when it was read is left out, since no verdict depends on it.
 */
export function noteInput({ subject, ownerId, hints }: ScoringInput): string {
  const noted: Noted = [
    [
      subject.externalId,
      subject.connectorId,
      subject.kind,
      subject.detail,
      subject.custody,
      subject.name,
      subject.status,
      subject.identityClass,
      subject.environment,
      subject.stage,
      subject.vendor,
      subject.container,
      subject.tags,
      subject.labels,
      judged(subject.attributes),
      subject.owner,
      subject.ownership,
      subject.review,
    ],
    factsOf(subject.facts),
    subject.credentials.map((one) => [
      one.externalId,
      one.kind,
      one.name,
      one.status,
      one.fingerprint,
      one.sharedWith,
      one.sharedIn,
      judged(one.attributes),
      one.review,
      ...datesOf(one.facts),
    ]),
    subject.trusts.map((one) => [one.principalKind, one.principal, one.verdict, one.because]),
    subject.grants.map((one) => [
      one.service,
      one.entitlement,
      one.target,
      one.via,
      one.level,
      one.conditional,
    ]),
    subject.grantCount,
    ownerId,
    hints.map((one) => [one.candidate, one.method, one.confidence, one.rejected === true]),
  ];
  return JSON.stringify(noted);
}

/** The same as a look has it; `limits` are those of the built-in policy until a look sets them. */
export function readInput(id: string, text: string): ScoringInput {
  const [identity, facts, credentials, trusts, grants, grantCount, ownerId, hints] = JSON.parse(
    text,
  ) as Noted;
  return {
    subject: {
      id,
      externalId: identity[0],
      connectorId: identity[1],
      kind: identity[2],
      detail: identity[3],
      custody: identity[4],
      name: identity[5],
      status: identity[6],
      identityClass: identity[7],
      environment: identity[8],
      stage: identity[9],
      vendor: identity[10],
      container: identity[11],
      tags: identity[12],
      labels: identity[13],
      facts: identityFacts({
        ...namedDates(facts[0], facts[1], facts[2]),
        creator_value: facts[3],
        used_value: facts[4],
        privilege_value: facts[5],
        interactive: facts[6],
        exposure: facts[7],
      }),
      attributes: identity[14],
      limits: builtInPolicy.base,
      owner: identity[15],
      ownership: identity[16],
      review: identity[17],
      credentials: credentials.map((one) => ({
        externalId: one[0],
        kind: one[1],
        name: one[2],
        status: one[3],
        fingerprint: one[4],
        facts: credentialFacts(namedDates(one[9], one[10], one[11])),
        attributes: one[7],
        review: one[8],
        sharedWith: one[5],
        sharedIn: one[6],
      })),
      trusts: trusts.map((one) => ({
        principalKind: one[0],
        principal: one[1],
        verdict: one[2],
        because: one[3],
      })),
      grants: grants.map((one) => ({
        service: one[0],
        entitlement: one[1],
        target: one[2],
        via: one[3],
        level: one[4],
        conditional: one[5],
      })),
      grantCount,
    },
    ownerId,
    hints: hints.map((one) => ({
      candidate: one[0],
      method: one[1],
      confidence: one[2],
      evidence: "",
      rejected: one[3],
    })),
  };
}

function namedDates(...[created, expires, rotated]: Dates): JudgedCredential {
  return { created_value: created, expires_value: expires, rotated_value: rotated };
}

/** Empty when it is known to be none, null when it is unknown. */
const textOf = (fact: Fact<string | null>): string | null =>
  fact.state === "known" ? (fact.value ?? "") : null;

const datesOf = (
  facts: Pick<Subject["facts"], "createdAt" | "expiresAt" | "lastRotatedAt">,
): Dates => [textOf(facts.createdAt), textOf(facts.expiresAt), textOf(facts.lastRotatedAt)];

function factsOf(facts: Subject["facts"]): NotedFacts {
  const { privilege, interactive, exposure } = facts;
  return [
    ...datesOf(facts),
    textOf(facts.createdBy),
    textOf(facts.lastUsedAt),
    privilege.state === "known" ? privilege.value : null,
    interactive ? bare(interactive) : null,
    exposure ? bare(exposure) : null,
  ];
}

function bare<T>(fact: Fact<T>): Fact<T> {
  if (fact.state !== "known") return fact;
  return { state: "known", value: fact.value, source: "", observedAt: "" } satisfies Known<T>;
}

function judged(attributes: Attributes): Attributes {
  const kept: Record<string, unknown> = {};
  for (const name of judgedAttributes) if (name in attributes) kept[name] = attributes[name];
  return kept;
}
