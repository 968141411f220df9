import { credentialOf, daysAgo, knownAt, privilege, subjectOf } from "./subject";
import type { Subject } from "../domain/risk/subject";
import {
  grants,
  hidden,
  kind,
  lastReview,
  level,
  owner,
  shared,
  stored,
  superuser,
  trusting,
  used,
  user,
  withKey,
} from "./rule-subjects";

/** One subject for each answer a rule can give; null where it is never unknown. */
export const cases: Record<string, { pass: Subject; fail: Subject; unknown: Subject | null }> = {
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
    unknown: subjectOf({ status: "disabled", credentials: [credentialOf({ status: "unknown" })] }),
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
