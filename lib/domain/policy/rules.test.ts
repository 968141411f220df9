import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arbitrarySubject,
  credentialOf,
  daysAgo,
  knownAt,
  privilege,
  subjectOf,
  testNow,
} from "@/lib/testing/subject";
import { unknown } from "../evidence";
import type { IdentityKind } from "../identity/identity";
import type { Subject } from "../risk/subject";
import { checksOf } from "./check";
import { evaluateRules, findingKey, nextRuleChangeAt } from "./evaluate";
import { frameworkItem, frameworks } from "./frameworks";
import { severities } from "./rule";
import { rules } from "./rules/index";

const hidden = unknown("permission_missing", "a permission is missing");
const owner = (state: Subject["owner"]["state"], changes: Partial<Subject["owner"]> = {}) =>
  subjectOf({ owner: { state, active: true, sharedInbox: false, ...changes } });
const trusting = (
  principalKind: Subject["trusts"][number]["principalKind"],
  verdict: Subject["trusts"][number]["verdict"],
  principal = "999999999999",
) =>
  subjectOf({
    kind: "assumable_role",
    detail: "aws.role",
    trusts: [{ principalKind, principal, verdict, because: "as its trust policy says" }],
  });
const withKey = (...changes: Parameters<typeof credentialOf>) =>
  subjectOf({ credentials: [credentialOf(...changes)] });
const kind = (name: IdentityKind, changes: Parameters<typeof subjectOf>[0] = {}) =>
  subjectOf({ kind: name, ...changes });
const used = (lastUsedAt: Subject["facts"]["lastUsedAt"]) => subjectOf({ facts: { lastUsedAt } });
const level = (...args: Parameters<typeof privilege>) =>
  subjectOf({ facts: { privilege: privilege(...args) } });
const grants = (...targets: string[]) =>
  subjectOf({
    grants: targets.map((target) => ({
      service: "s3",
      entitlement: "s3:GetObject",
      target,
      via: "policy",
      level: "read",
      conditional: false,
    })),
  });
const superuser = (attributes: Record<string, unknown>) =>
  kind("database_role", {
    attributes,
    grants: [
      {
        service: "server",
        entitlement: "SUPERUSER",
        target: "server",
        via: "role attribute",
        level: "admin",
        conditional: false,
      },
    ],
  });
const shared = (environment: Subject["environment"], stage: Subject["stage"] = "build") =>
  subjectOf({
    environment,
    stage,
    credentials: [
      credentialOf({
        sharedWith: 1,
        sharedIn: { environments: ["test"], stages: ["deployment"] },
      }),
    ],
  });
const user = (interactive: Subject["facts"]["interactive"]) =>
  subjectOf({ credentials: [credentialOf()], facts: { interactive } });
const lastReview = (days: number, kept = true) =>
  subjectOf({ review: { kept, atMs: Date.parse(daysAgo(days)) } });
const stored = (changes: Parameters<typeof subjectOf>[0]) => kind("stored_secret", changes);

/** One subject for each answer a rule can give; null where it is never unknown. */
const cases: Record<string, { pass: Subject; fail: Subject; unknown: Subject | null }> = {
  "nhi1-no-owner": { pass: owner("confirmed"), fail: owner("none"), unknown: null },
  "nhi1-owner-only-inferred": { pass: owner("confirmed"), fail: owner("inferred"), unknown: null },
  "nhi1-owner-inactive": {
    pass: owner("confirmed"),
    fail: owner("confirmed", { active: false }),
    unknown: null,
  },
  "nhi1-owner-shared-inbox": {
    pass: owner("confirmed"),
    fail: owner("inferred", { sharedInbox: true }),
    unknown: null,
  },
  "nhi3-vendor-ended": {
    pass: subjectOf({ ownership: { backedUp: false, vendorEndsOn: daysAgo(0).slice(0, 10) } }),
    fail: subjectOf({ ownership: { backedUp: false, vendorEndsOn: daysAgo(1).slice(0, 10) } }),
    unknown: null,
  },
  "nhi1-dormant": {
    pass: used(knownAt(daysAgo(89))),
    fail: used(knownAt(daysAgo(90))),
    unknown: used(hidden),
  },
  "nhi1-never-used": {
    pass: used(knownAt(daysAgo(500))),
    fail: used(knownAt(null)),
    unknown: used(hidden),
  },
  "nhi1-disabled-with-active-credential": {
    pass: subjectOf({ status: "disabled", credentials: [credentialOf({ status: "disabled" })] }),
    fail: subjectOf({ status: "disabled", credentials: [credentialOf()] }),
    unknown: null,
  },
  "nhi1-orphan-trust": {
    pass: trusting("identity", "narrow"),
    fail: trusting("deleted", "weak", "AIDAEXAMPLE"),
    unknown: null,
  },
  "nhi1-review-overdue": {
    pass: lastReview(179),
    fail: lastReview(180),
    unknown: null,
  },
  "nhi2-secret-readable-by-all": {
    pass: stored({ attributes: { visibility: "selected" } }),
    fail: stored({ attributes: { visibility: "all" } }),
    unknown: stored({ facts: { exposure: hidden } }),
  },
  "nhi3-third-party-with-write": {
    pass: subjectOf({ vendor: "Vendor Inc" }),
    fail: subjectOf({ vendor: "Vendor Inc", facts: { privilege: privilege("write") } }),
    unknown: subjectOf({ vendor: "Vendor Inc", facts: { privilege: hidden } }),
  },
  "nhi4-open-trust": {
    pass: trusting("service", "narrow"),
    fail: trusting("anyone", "open", "*"),
    unknown: trusting("external_account", "unknown"),
  },
  "nhi4-oidc-without-subject": {
    pass: trusting("oidc", "narrow"),
    fail: trusting("oidc", "open"),
    unknown: trusting("oidc", "unknown"),
  },
  "nhi4-cross-account-without-external-id": {
    pass: trusting("external_account", "narrow"),
    fail: trusting("external_account", "weak"),
    unknown: trusting("external_account", "unknown"),
  },
  "nhi4-classic-token": {
    pass: kind("personal_access_token", { detail: "github.fgpat" }),
    fail: kind("personal_access_token", { detail: "github.classic_pat" }),
    unknown: null,
  },
  "nhi4-webhook-without-secret": {
    pass: kind("webhook", { attributes: { signed: true } }),
    fail: kind("webhook", { attributes: { signed: false } }),
    unknown: kind("webhook"),
  },
  "nhi4-webhook-tls-unverified": {
    pass: kind("webhook", { attributes: { tlsVerified: true, https: true } }),
    fail: kind("webhook", { attributes: { tlsVerified: false, https: true } }),
    unknown: kind("webhook"),
  },
  "nhi4-static-key-in-pipeline": {
    pass: subjectOf({ stage: "deployment" }),
    fail: subjectOf({ stage: "deployment", credentials: [credentialOf()] }),
    unknown: null,
  },
  "nhi5-administrator": {
    pass: level("high"),
    fail: level("admin", "Policy AdministratorAccess"),
    unknown: level("unknown"),
  },
  "nhi5-escalation-path": {
    pass: level("high", "s3:* on all resources"),
    fail: level("high", "iam:CreateAccessKey on all resources through ops"),
    unknown: level("unknown"),
  },
  "nhi5-root-access-key": {
    pass: subjectOf({ detail: "aws.root", attributes: { rootAccessKeys: false } }),
    fail: subjectOf({ detail: "aws.root", attributes: { rootAccessKeys: true } }),
    unknown: subjectOf({ detail: "aws.root" }),
  },
  "nhi5-superuser-login": {
    pass: superuser({ canLogIn: false }),
    fail: superuser({ canLogIn: true }),
    unknown: superuser({}),
  },
  "nhi5-deploy-key-with-write": {
    pass: kind("deploy_key", { attributes: { readOnly: true } }),
    fail: kind("deploy_key", { attributes: { readOnly: false } }),
    unknown: kind("deploy_key", { facts: { privilege: hidden } }),
  },
  "nhi6-runner-not-ephemeral": {
    pass: kind("runner", { attributes: { ephemeral: true } }),
    fail: kind("runner", { attributes: { ephemeral: false } }),
    unknown: kind("runner"),
  },
  "nhi6-database-role-without-limits": {
    pass: kind("database_role", { attributes: { canLogIn: true, connectionLimit: 10 } }),
    fail: kind("database_role", {
      attributes: { canLogIn: true, connectionLimit: "none" },
      facts: { expiresAt: knownAt(null) },
    }),
    unknown: kind("database_role", { attributes: { canLogIn: true, connectionLimit: "none" } }),
  },
  "nhi7-secret-over-policy": {
    pass: withKey({ facts: { createdAt: knownAt(daysAgo(89)) } }),
    fail: withKey({ facts: { createdAt: knownAt(daysAgo(90)) } }),
    unknown: withKey({ facts: { createdAt: hidden, lastRotatedAt: hidden } }),
  },
  "nhi7-never-rotated": {
    pass: withKey(),
    fail: withKey({
      facts: { createdAt: knownAt(daysAgo(100)), lastRotatedAt: knownAt(null) },
    }),
    unknown: withKey({ facts: { lastRotatedAt: hidden } }),
  },
  "nhi7-no-expiry": {
    pass: withKey({ kind: "client_secret" }),
    fail: withKey({ kind: "client_secret", facts: { expiresAt: knownAt(null) } }),
    unknown: withKey({ kind: "client_secret", facts: { expiresAt: hidden } }),
  },
  "nhi7-token-without-expiry": {
    pass: withKey({ kind: "pat" }),
    fail: withKey({ kind: "pat", facts: { expiresAt: knownAt(null) } }),
    unknown: withKey({ kind: "pat", facts: { expiresAt: hidden } }),
  },
  "nhi7-bedrock-key-without-expiry": {
    pass: kind("api_key", {
      detail: "aws.bedrock_api_key",
      facts: { expiresAt: knownAt(daysAgo(-9)) },
    }),
    fail: withKey({
      kind: "service_specific_credential",
      attributes: { service: "bedrock.amazonaws.com" },
      facts: { expiresAt: knownAt(null) },
    }),
    unknown: kind("api_key", { detail: "aws.bedrock_api_key" }),
  },
  "nhi7-expired-but-active": {
    pass: withKey(),
    fail: withKey({ facts: { expiresAt: knownAt(daysAgo(1)) } }),
    unknown: withKey({ facts: { expiresAt: hidden } }),
  },
  "nhi7-secret-without-rotation": {
    pass: stored({ attributes: { rotationEnabled: true } }),
    fail: stored({ attributes: { rotationEnabled: false } }),
    unknown: null,
  },
  "nhi8-reaches-several-environments": {
    pass: grants("arn:aws:s3:::acme-prod", "arn:aws:s3:::acme-prod-logs"),
    fail: grants("arn:aws:s3:::acme-prod", "arn:aws:s3:::acme-dev"),
    unknown: grants("*"),
  },
  "nhi8-key-across-environments": {
    pass: shared("test"),
    fail: shared("production"),
    unknown: shared("unknown"),
  },
  "nhi8-key-across-stages": {
    pass: shared("test", "deployment"),
    fail: shared("test", "build"),
    unknown: shared("test", "unknown"),
  },
  "nhi9-shared-credential": {
    pass: withKey(),
    fail: withKey({ sharedWith: 2 }),
    unknown: withKey({ fingerprint: null }),
  },
  "nhi10-console-and-keys": {
    pass: user(knownAt(false)),
    fail: user(knownAt(true)),
    unknown: user(hidden),
  },
  "nhi10-program-uses-personal-token": {
    pass: kind("personal_access_token", { name: "laptop" }),
    fail: kind("personal_access_token", { name: "jenkins" }),
    unknown: null,
  },
};

const outcomeOf = (id: string, subject: Subject, now = testNow) => {
  const found = evaluateRules(subject, now).find(({ rule }) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found.outcome;
};

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const expected = cases[id]!;

  it("passes, and fails with evidence and a stable key", () => {
    expect(outcomeOf(id, expected.pass).state).toBe("pass");
    const outcome = outcomeOf(id, expected.fail);
    const violations = outcome.state === "fail" ? outcome.violations : [];
    expect(violations.length).toBeGreaterThan(0);
    for (const violation of violations) {
      expect(violation.evidence.length).toBeGreaterThan(15);
      expect(violation.evidence).not.toMatch(/undefined|null|\[object|!/);
      expect(violation.key).not.toBe("");
    }
    const later = outcomeOf(id, expected.fail, new Date(testNow.getTime() + 86_400_000));
    const keys = later.state === "fail" ? later.violations.map(({ key }) => key) : [];
    expect(keys).toEqual(violations.map(({ key }) => key));
  });

  it("names only controls that exist, a known severity and a remedy", () => {
    expect(rule.frameworks.filter((item) => frameworkItem(item) === undefined)).toEqual([]);
    expect(rule.frameworks).toContain(`${id.split("-")[0]!.toUpperCase()}:2025`);
    expect(severities).toContain(rule.severity);
    expect(rule.remedy).toMatch(/^[A-Z].{15,}\.$/);
    expect(rule.title).not.toMatch(/[!.]$/);
  });
});

it.each(Object.entries(cases).filter(([, { unknown }]) => unknown !== null))(
  "%s says unknown, with the reason, when the fact is missing",
  (id, { unknown }) => {
    expect(outcomeOf(id, unknown!)).toMatchObject({
      state: "unknown",
      because: expect.stringMatching(/^[A-Z“].{10,}[^.]$/),
    });
    const { items } = checksOf(evaluateRules(unknown!, testNow), unknown!.id, new Map());
    const check = items.find(({ ruleId }) => ruleId === id);
    expect(check?.whatToDo).toMatch(/^[A-Z].{15,}\.$/);
  },
);

it("a key that nobody else holds serves one place, also where that place is unknown", () => {
  const alone = subjectOf({
    environment: "unknown",
    stage: "unknown",
    credentials: [credentialOf()],
  });
  expect(outcomeOf("nhi8-key-across-environments", alone).state).toBe("pass");
  expect(outcomeOf("nhi8-key-across-stages", alone).state).toBe("pass");
});

describe("the rules together", () => {
  it("have unique ids and a table test each, and cover all ten OWASP NHI risks", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(cases).sort()).toEqual(ids.toSorted());
    const covered = new Set(rules.flatMap((rule) => rule.frameworks));
    for (let risk = 1; risk <= 10; risk += 1) expect(covered).toContain(`NHI${risk}:2025`);
  });

  it("answer for any identity without throwing, with keys that differ within a rule", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        for (const { rule, outcome } of evaluateRules(subject, testNow)) {
          const keys = outcome.state === "fail" ? outcome.violations.map(({ key }) => key) : ["-"];
          expect(new Set(keys).size).toBe(keys.length);
          expect(findingKey(rule.id, subject.id, keys[0]!)).toContain(subject.id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("answer the same until nextRuleChangeAt", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const states = (now: Date) =>
          evaluateRules(subject, now).map(({ outcome }) => outcome.state);
        const later = new Date(testNow.getTime() + 40 * 365 * 86_400_000);
        const at = nextRuleChangeAt(subject, testNow) ?? later;
        expect(states(new Date(at.getTime() - 1))).toEqual(states(testNow));
      }),
      { numRuns: 1000 },
    );
  });

  it("count a secret of one repository as limited, and one of all private repositories as not", () => {
    const id = "nhi2-secret-readable-by-all";
    const secret = (level: string, visibility: string | null) =>
      outcomeOf(id, stored({ attributes: { level, visibility }, facts: { exposure: hidden } }))
        .state;
    expect(secret("repository", null)).toBe("pass");
    expect(secret("organisation", "private")).toBe("fail");
  });

  it("see a webhook over plain HTTP", () => {
    const plain = kind("webhook", { attributes: { tlsVerified: true, https: false } });
    expect(outcomeOf("nhi4-webhook-tls-unverified", plain).state).toBe("fail");
  });

  it("ask for a review of the credential that was kept the longest ago, or of what was never asked about", () => {
    const reviewed = (name: string, days: number, kept: boolean, status: "active" | "revoked") =>
      credentialOf({ name, status, review: { kept, atMs: Date.parse(daysAgo(days)) } });
    const evidence = (...credentials: Subject["credentials"]) => {
      const outcome = outcomeOf("nhi1-review-overdue", subjectOf({ credentials }));
      return outcome.state === "fail" ? outcome.violations[0]?.evidence : outcome.state;
    };
    const fresh = reviewed("fresh", 3, true, "active");
    expect(evidence(fresh, reviewed("gone", 900, true, "revoked"))).toBe("pass");
    expect(evidence(fresh, reviewed("old", 200, true, "active"))).toBe(
      "“old” was last kept in a review on 2025-11-13; its policy asks every 180 days",
    );
    expect(evidence(fresh, reviewed("new", 181, false, "active"))).toContain(
      "No review has kept “new” since Muster first saw it",
    );
  });

  it("leave a break-glass account that lies unused alone", () => {
    const subject = subjectOf({ labels: ["break-glass"], facts: { lastUsedAt: knownAt(null) } });
    expect(outcomeOf("nhi1-never-used", subject).state).toBe("not_applicable");
    expect(outcomeOf("nhi1-dormant", subject).state).toBe("not_applicable");
  });

  it("find nothing wrong with an owned, used, fresh reader", () => {
    const failed = evaluateRules(subjectOf(), testNow).filter(
      ({ outcome }) => outcome.state === "fail",
    );
    expect(failed.map(({ rule }) => rule.id)).toEqual([]);
  });
});

describe("the frameworks", () => {
  it("hold each id once, and none of the ids that circulate wrongly", () => {
    const ids = frameworks.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const wrong of ["ID.AM-06", "NHI-03", "GOV-02", "A1", "NHI11:2025", "ASI11"])
      expect(frameworkItem(wrong)).toBeUndefined();
  });
});
