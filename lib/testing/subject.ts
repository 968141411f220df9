import fc from "fast-check";
import { principalKinds, trustVerdicts } from "../domain/access/access";
import { credentialKinds, credentialStatuses } from "../domain/credential/credential";
import { type Fact, known, unknown, unknownReasons } from "../domain/evidence";
import {
  custodies,
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  type PrivilegeLevel,
  type PrivilegeVerdict,
  privilegeLevels,
  stages,
} from "../domain/identity/identity";
import { builtInPolicy } from "../domain/policy/built-in-policy";
import { limitsOf } from "../domain/policy/policy";
import type { Subject } from "../domain/risk/subject";

export const testNow = new Date("2026-06-01T12:00:00.000Z");

export const daysAgo = (days: number): string =>
  new Date(testNow.getTime() - days * 86_400_000).toISOString();

export const knownAt = <T>(value: T): Fact<T> => known(value, "test", testNow);

export const privilege = (level: PrivilegeLevel, ...reasons: string[]): Fact<PrivilegeVerdict> =>
  level === "unknown" ? unknown("permission_missing") : knownAt({ level, reasons });

export type SubjectCredential = Subject["credentials"][number];

/** A credential that breaks no rule, with changes. */
export function credentialOf({
  facts,
  ...changes
}: Partial<Omit<SubjectCredential, "facts">> & {
  facts?: Partial<SubjectCredential["facts"]>;
} = {}): SubjectCredential {
  return {
    externalId: "key-1",
    kind: "access_key",
    name: "key-1",
    status: "active",
    fingerprint: "fp-1",
    sharedWith: 0,
    sharedIn: { environments: [], stages: [] },
    attributes: {},
    review: { kept: true, atMs: testNow.getTime() - 10 * 86_400_000 },
    ...changes,
    facts: {
      createdAt: knownAt(daysAgo(5)),
      createdBy: knownAt("ada@example.com"),
      lastUsedAt: knownAt(daysAgo(1)),
      expiresAt: knownAt(daysAgo(-20)),
      lastRotatedAt: knownAt(daysAgo(5)),
      ...facts,
    },
  };
}

/** An identity that breaks no rule and scores low, with changes. */
export function subjectOf({
  facts,
  ...changes
}: Partial<Omit<Subject, "facts">> & { facts?: Partial<Subject["facts"]> } = {}): Subject {
  const subject: Omit<Subject, "limits"> = {
    id: "0197",
    externalId: "AIDAEXAMPLE",
    connectorId: "aws",
    kind: "iam_user",
    detail: "aws.user",
    custody: null,
    name: "billing-export",
    status: "active",
    identityClass: "legacy_application",
    environment: "test",
    stage: "unknown",
    vendor: null,
    container: "123456789012",
    tags: {},
    labels: [],
    attributes: {},
    owner: { state: "confirmed", active: true, sharedInbox: false },
    ownership: { backedUp: false, vendorEndsOn: null },
    review: { kept: true, atMs: testNow.getTime() - 10 * 86_400_000 },
    credentials: [],
    trusts: [],
    grants: [],
    grantCount: 0,
    ...changes,
    facts: {
      createdAt: knownAt(daysAgo(60)),
      createdBy: knownAt("ada@example.com"),
      lastUsedAt: knownAt(daysAgo(1)),
      expiresAt: unknown("not_offered"),
      lastRotatedAt: unknown("not_offered"),
      privilege: privilege("read"),
      exposure: knownAt({ public: false, because: "No outside principal can use it" }),
      ...facts,
    },
  };
  return { limits: limitsOf(builtInPolicy, subject), ...subject };
}

const instant = fc
  .integer({ min: -800, max: 3000 })
  .chain((days) =>
    fc
      .integer({ min: 0, max: 86_399_999 })
      .map((ms) => new Date(Date.parse(daysAgo(days)) + ms).toISOString()),
  );
const factOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    { weight: 3, arbitrary: value.map((it) => knownAt(it)) },
    { weight: 1, arbitrary: fc.constantFrom(...unknownReasons).map((reason) => unknown(reason)) },
  );
const orNever = fc.option(instant, { nil: null });
const lifetime = {
  createdAt: factOf(instant),
  createdBy: factOf(fc.constant("ada")),
  lastUsedAt: factOf(orNever),
  expiresAt: factOf(orNever),
  lastRotatedAt: factOf(orNever),
};
const tags = fc.dictionary(
  fc.constantFrom("env", "owner", "break-glass", "app"),
  fc.constantFrom("prod", "dev", "true", "false", "web"),
);

/** Facts that a provider could give: nothing is rotated before it exists. */
function rotatedAfterCreation<T extends SubjectCredential["facts"]>(facts: T): T {
  const { createdAt, lastRotatedAt } = facts;
  const early =
    createdAt.state === "known" &&
    lastRotatedAt.state === "known" &&
    lastRotatedAt.value !== null &&
    lastRotatedAt.value < createdAt.value;
  return early ? { ...facts, lastRotatedAt: createdAt } : facts;
}

const review = fc.record({
  kept: fc.boolean(),
  atMs: fc.integer({ min: -30, max: 800 }).map((days) => Date.parse(daysAgo(days))),
});

const arbitraryCredential: fc.Arbitrary<SubjectCredential> = fc.record({
  externalId: fc.uuid(),
  kind: fc.constantFrom(...credentialKinds),
  name: fc.constantFrom("key a", "key b"),
  status: fc.constantFrom(...credentialStatuses),
  fingerprint: fc.constantFrom(null, "fp"),
  sharedWith: fc.nat(2),
  sharedIn: fc.record({
    environments: fc.subarray([...environments]),
    stages: fc.subarray([...stages]),
  }),
  facts: fc.record(lifetime).map(rotatedAfterCreation),
  attributes: fc.constant({}),
  review,
});

const arbitraryFacts: fc.Arbitrary<Omit<Subject, "limits">> = fc.record({
  id: fc.uuid(),
  externalId: fc.uuid(),
  connectorId: fc.constantFrom("aws", "aws-export", "github", "postgresql", "sample"),
  kind: fc.constantFrom(...identityKinds),
  detail: fc.constantFrom("aws.user", "aws.role", "github.deploy_key", "postgres.role"),
  custody: fc.constantFrom(null, ...custodies),
  name: fc.constantFrom("a", "b"),
  status: fc.constantFrom(...identityStatuses),
  identityClass: fc.constantFrom(...identityClasses),
  environment: fc.constantFrom(...environments),
  stage: fc.constantFrom(...stages),
  vendor: fc.constantFrom(null, "Vendor Inc"),
  container: fc.constantFrom(null, "acme"),
  tags,
  labels: fc.subarray(["break-glass", "team-a"]),
  attributes: fc.constant({}),
  owner: fc.record({
    state: fc.constantFrom("confirmed" as const, "inferred" as const, "none" as const),
    active: fc.boolean(),
    sharedInbox: fc.boolean(),
  }),
  ownership: fc.record({
    backedUp: fc.boolean(),
    vendorEndsOn: fc.constantFrom(null, "2026-05-31", "2026-06-01", "2031-01-31"),
  }),
  review,
  credentials: fc.array(arbitraryCredential, { maxLength: 3 }),
  trusts: fc.array(
    fc.record({
      principalKind: fc.constantFrom(...principalKinds),
      principal: fc.constantFrom("ec2.amazonaws.com", "999999999999"),
      verdict: fc.constantFrom(...trustVerdicts),
      because: fc.constantFrom("Named service", "Anyone can assume it"),
    }),
    { maxLength: 2 },
  ),
  grants: fc.array(
    fc.record({
      service: fc.constantFrom("s3", "iam"),
      entitlement: fc.constantFrom("s3:*", "iam:PassRole", "s3:GetObject"),
      target: fc.constantFrom("*", "arn:aws:s3:::acme-prod", "arn:aws:s3:::acme-dev"),
      via: fc.constant("policy"),
      level: fc.constantFrom(...privilegeLevels),
      conditional: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  grantCount: fc.nat(5),
  facts: fc
    .record({
      ...lifetime,
      privilege: factOf(
        fc.record({
          level: fc.constantFrom("none", "read", "write", "high", "admin"),
          reasons: fc.subarray(["Attached policy AdministratorAccess"]),
        }),
      ),
      interactive: fc.option(factOf(fc.boolean()), { nil: undefined }),
      exposure: fc.option(
        factOf(fc.record({ public: fc.boolean(), because: fc.constant("Exposure reason") })),
        { nil: undefined },
      ),
    })
    .map(rotatedAfterCreation),
});

/** Any identity that could be stored, sensible or not, under the built-in policy. */
export const arbitrarySubject: fc.Arbitrary<Subject> = arbitraryFacts.map((subject) => ({
  ...subject,
  limits: limitsOf(builtInPolicy, subject),
}));
