import { credentialOf, daysAgo, privilege, subjectOf, testNow } from "./subject";
import { unknown } from "../domain/evidence";
import type { IdentityKind } from "../domain/identity/identity";
import type { Subject } from "../domain/risk/subject";
import { evaluateRules } from "../domain/policy/evaluate";

export const hidden = unknown("permission_missing", "a permission is missing");

export const owner = (state: Subject["owner"]["state"], changes: Partial<Subject["owner"]> = {}) =>
  subjectOf({ owner: { state, active: true, sharedInbox: false, ...changes } });

export const trusting = (
  principalKind: Subject["trusts"][number]["principalKind"],
  verdict: Subject["trusts"][number]["verdict"],
  principal = "999999999999",
) =>
  subjectOf({
    kind: "assumable_role",
    detail: "aws.role",
    trusts: [{ principalKind, principal, verdict, because: "as its trust policy says" }],
  });

export const withKey = (...changes: Parameters<typeof credentialOf>) =>
  subjectOf({ credentials: [credentialOf(...changes)] });

export const kind = (name: IdentityKind, changes: Parameters<typeof subjectOf>[0] = {}) =>
  subjectOf({ kind: name, ...changes });

export const used = (lastUsedAt: Subject["facts"]["lastUsedAt"]) =>
  subjectOf({ facts: { lastUsedAt } });

export const level = (...args: Parameters<typeof privilege>) =>
  subjectOf({ facts: { privilege: privilege(...args) } });

export const grants = (...targets: string[]) =>
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

export const superuser = (attributes: Record<string, unknown>) =>
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

export const shared = (environment: Subject["environment"], stage: Subject["stage"] = "build") =>
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

export const user = (interactive: Subject["facts"]["interactive"]) =>
  subjectOf({ credentials: [credentialOf()], facts: { interactive } });

export const lastReview = (days: number, kept = true) =>
  subjectOf({ review: { kept, atMs: Date.parse(daysAgo(days)) } });

export const stored = (changes: Parameters<typeof subjectOf>[0]) => kind("stored_secret", changes);

export const outcomeOf = (id: string, subject: Subject, now = testNow) => {
  const found = evaluateRules(subject, now).find(({ rule }) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found.outcome;
};
