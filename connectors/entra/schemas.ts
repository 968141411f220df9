import { z } from "zod";

/** Graph writes "never" as the year 1 in some reports. */
const firstYear = 1900;

const instantOrNull = z
  .string()
  .nullish()
  .transform((text) => {
    const at = text ? new Date(text) : null;
    const year = at?.getUTCFullYear() ?? 0;
    return at && year >= firstYear && year <= 9999 ? at.toISOString() : null;
  });
const text = z.string().nullish();
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

export const passwordCredential = z.object({
  keyId: z.guid(),
  displayName: text,
  /** The first characters; Graph gives no more of a secret. */
  hint: text,
  startDateTime: instantOrNull,
  endDateTime: instantOrNull,
  customKeyIdentifier: text,
});
export type PasswordCredential = z.infer<typeof passwordCredential>;

export const keyCredential = z.object({
  keyId: z.guid(),
  displayName: text,
  /** The certificate's thumbprint, as Base64. */
  customKeyIdentifier: text,
  type: text,
  usage: text,
  startDateTime: instantOrNull,
  endDateTime: instantOrNull,
});
export type KeyCredential = z.infer<typeof keyCredential>;

const credentials = {
  passwordCredentials: z.array(passwordCredential).default([]),
  keyCredentials: z.array(keyCredential).default([]),
};
const publisher = z
  .object({ displayName: text })
  .nullish()
  .transform((found) => found?.displayName ?? null);

export const federatedCredential = z.object({
  id: z.guid(),
  name: z.string(),
  issuer: z.string(),
  subject: text,
  audiences: texts,
  description: text,
  claimsMatchingExpression: z.object({ value: z.string() }).nullish(),
});
export type FederatedCredential = z.infer<typeof federatedCredential>;

export const application = z.object({
  id: z.guid(),
  appId: z.guid(),
  displayName: text,
  description: text,
  notes: text,
  createdDateTime: instantOrNull,
  signInAudience: text,
  publisherDomain: text,
  disabledByMicrosoftStatus: text,
  serviceManagementReference: text,
  tags: texts,
  verifiedPublisher: publisher,
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: z.string(),
        resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
      }),
    )
    .default([]),
  federatedIdentityCredentials: z.array(federatedCredential).default([]),
  ...credentials,
});
export type Application = z.infer<typeof application>;

export const servicePrincipal = z.object({
  id: z.guid(),
  appId: text,
  displayName: text,
  description: text,
  notes: text,
  createdDateTime: instantOrNull,
  servicePrincipalType: text,
  accountEnabled: z.boolean().nullish(),
  appOwnerOrganizationId: text,
  disabledByMicrosoftStatus: text,
  preferredSingleSignOnMode: text,
  alternativeNames: texts,
  tags: texts,
  verifiedPublisher: publisher,
  ...credentials,
});
export type ServicePrincipal = z.infer<typeof servicePrincipal>;

export const agentIdentity = z.object({
  id: z.guid(),
  appId: text,
  displayName: text,
  createdDateTime: instantOrNull,
  createdByAppId: text,
  agentIdentityBlueprintId: text,
  accountEnabled: z.boolean().nullish(),
  disabledByMicrosoftStatus: text,
  tags: texts,
});
export type AgentIdentity = z.infer<typeof agentIdentity>;

export const assignment = z.object({
  appRoleId: z.guid(),
  resourceId: z.guid(),
  resourceDisplayName: text,
});
export type Assignment = z.infer<typeof assignment>;

const named = z
  .array(z.object({ id: z.string(), value: text }))
  .nullish()
  .transform((list) => new Map((list ?? []).map(({ id, value }) => [id, value ?? ""])));

/** What everything else is looked up in: who is there, with which names for permissions. */
export const principal = z.object({
  id: z.guid(),
  appId: text,
  displayName: text,
  servicePrincipalType: text,
  accountEnabled: z.boolean().nullish(),
  appOwnerOrganizationId: text,
  appRoles: named,
  oauth2PermissionScopes: named,
  appRoleAssignments: z.array(assignment).default([]),
});
export type Principal = z.infer<typeof principal>;

export const delegatedGrant = z.object({
  clientId: z.guid(),
  consentType: z.string(),
  principalId: text,
  resourceId: z.guid(),
  scope: text,
});
export type DelegatedGrant = z.infer<typeof delegatedGrant>;

export const roleAssignment = z.object({
  id: z.string().min(1),
  principalId: z.string(),
  roleDefinitionId: z.string(),
  directoryScopeId: text,
  roleDefinition: z.object({ displayName: text, isBuiltIn: z.boolean().nullish() }).nullish(),
});
export type RoleAssignment = z.infer<typeof roleAssignment>;

const activity = z
  .object({ lastSignInDateTime: instantOrNull })
  .nullish()
  .transform((found) => found?.lastSignInDateTime ?? null);

export const principalActivity = z.object({
  appId: z.string(),
  lastSignInActivity: activity,
  delegatedClientSignInActivity: activity,
  applicationAuthenticationClientSignInActivity: activity,
});
export type PrincipalActivity = z.infer<typeof principalActivity>;

export const credentialActivity = z.object({
  keyId: z.string(),
  keyType: text,
  credentialOrigin: text,
  appObjectId: text,
  servicePrincipalObjectId: text,
  signInActivity: activity,
});
export type CredentialActivity = z.infer<typeof credentialActivity>;

/** A person, group or piece of software; all but `id` is null without the right to read it. */
export const directoryObject = z.object({
  "@odata.type": text,
  id: z.string(),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  accountEnabled: z.boolean().nullish(),
});
export type DirectoryObject = z.infer<typeof directoryObject>;
export const withOwners = z.object({
  id: z.guid(),
  appId: text,
  servicePrincipalType: text,
  appOwnerOrganizationId: text,
  owners: z.array(directoryObject).default([]),
});
export type Owned = z.infer<typeof withOwners>;
