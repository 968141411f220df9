import type { Rule } from "../rule";
import { disabledWithActiveCredential } from "./nhi1-disabled-with-active-credential";
import { dormant } from "./nhi1-dormant";
import { neverUsed } from "./nhi1-never-used";
import { noOwner } from "./nhi1-no-owner";
import { orphanTrust } from "./nhi1-orphan-trust";
import { ownerInactive } from "./nhi1-owner-inactive";
import { ownerOnlyInferred } from "./nhi1-owner-only-inferred";
import { ownerSharedInbox } from "./nhi1-owner-shared-inbox";
import { reviewOverdue } from "./nhi1-review-overdue";
import { consoleAndKeys } from "./nhi10-console-and-keys";
import { programUsesPersonalToken } from "./nhi10-program-uses-personal-token";
import { secretReadableByAll } from "./nhi2-secret-readable-by-all";
import { vendorEnded } from "./nhi3-vendor-ended";
import { thirdPartyWithWrite } from "./nhi3-third-party-with-write";
import { classicToken } from "./nhi4-classic-token";
import { crossAccountWithoutExternalId } from "./nhi4-cross-account-without-external-id";
import { oidcWithoutSubject } from "./nhi4-oidc-without-subject";
import { openTrust } from "./nhi4-open-trust";
import { staticKeyInPipeline } from "./nhi4-static-key-in-pipeline";
import { webhookTlsUnverified } from "./nhi4-webhook-tls-unverified";
import { webhookWithoutSecret } from "./nhi4-webhook-without-secret";
import { administrator } from "./nhi5-administrator";
import { deployKeyWithWrite } from "./nhi5-deploy-key-with-write";
import { escalationPath } from "./nhi5-escalation-path";
import { rootAccessKey } from "./nhi5-root-access-key";
import { superuserLogin } from "./nhi5-superuser-login";
import { databaseRoleWithoutLimits } from "./nhi6-database-role-without-limits";
import { runnerNotEphemeral } from "./nhi6-runner-not-ephemeral";
import { bedrockKeyWithoutExpiry } from "./nhi7-bedrock-key-without-expiry";
import { expiredButActive } from "./nhi7-expired-but-active";
import { neverRotated } from "./nhi7-never-rotated";
import { noExpiry } from "./nhi7-no-expiry";
import { secretOverPolicy } from "./nhi7-secret-over-policy";
import { secretWithoutRotation } from "./nhi7-secret-without-rotation";
import { tokenWithoutExpiry } from "./nhi7-token-without-expiry";
import { keyAcrossEnvironments } from "./nhi8-key-across-environments";
import { keyAcrossStages } from "./nhi8-key-across-stages";
import { reachesSeveralEnvironments } from "./nhi8-reaches-several-environments";
import { sharedCredential } from "./nhi9-shared-credential";

/** Every rule, in the order of the OWASP NHI Top 10. */
export const rules: readonly Rule[] = [
  noOwner,
  ownerOnlyInferred,
  ownerInactive,
  ownerSharedInbox,
  dormant,
  neverUsed,
  disabledWithActiveCredential,
  orphanTrust,
  reviewOverdue,
  secretReadableByAll,
  thirdPartyWithWrite,
  vendorEnded,
  openTrust,
  oidcWithoutSubject,
  crossAccountWithoutExternalId,
  classicToken,
  webhookWithoutSecret,
  webhookTlsUnverified,
  staticKeyInPipeline,
  administrator,
  escalationPath,
  rootAccessKey,
  superuserLogin,
  deployKeyWithWrite,
  runnerNotEphemeral,
  databaseRoleWithoutLimits,
  secretOverPolicy,
  neverRotated,
  noExpiry,
  tokenWithoutExpiry,
  bedrockKeyWithoutExpiry,
  expiredButActive,
  secretWithoutRotation,
  reachesSeveralEnvironments,
  keyAcrossEnvironments,
  keyAcrossStages,
  sharedCredential,
  consoleAndKeys,
  programUsesPersonalToken,
];
