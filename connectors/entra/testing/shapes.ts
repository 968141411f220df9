/** What the stand-in's world consists of, in Graph's own words. */
export interface Owner {
  "@odata.type": string;
  id: string;
  displayName: string;
  userPrincipalName?: string;
  mail?: string | null;
  accountEnabled?: boolean;
}
export interface Password {
  keyId: string;
  displayName: string | null;
  hint: string;
  startDateTime: string;
  endDateTime: string | null;
  customKeyIdentifier: string | null;
  secretText: null;
}
export interface Key {
  keyId: string;
  displayName: string;
  customKeyIdentifier: string;
  type: string;
  usage: string;
  startDateTime: string;
  endDateTime: string;
  key: null;
}
export interface Federated {
  id: string;
  name: string;
  issuer: string;
  subject: string;
  audiences: string[];
  description: string | null;
}
interface Base {
  id: string;
  displayName: string;
  createdDateTime: string;
  tags: string[];
  notes: string | null;
  passwordCredentials: Password[];
  keyCredentials: Key[];
  owners: Owner[];
}
export interface WorldApplication extends Base {
  appId: string;
  signInAudience: string;
  requiredResourceAccess: {
    resourceAppId: string;
    resourceAccess: { id: string; type: string }[];
  }[];
  federatedIdentityCredentials: Federated[];
}
export interface WorldPrincipal extends Base {
  appId: string | null;
  servicePrincipalType: string;
  accountEnabled: boolean;
  appOwnerOrganizationId: string | null;
  alternativeNames: string[];
  verifiedPublisher: { displayName: string | null };
  preferredSingleSignOnMode: string | null;
  appRoles: { id: string; value: string }[];
  oauth2PermissionScopes: { id: string; value: string }[];
  appRoleAssignments: {
    id: string;
    appRoleId: string;
    resourceId: string;
    resourceDisplayName: string;
  }[];
  sponsors?: Owner[];
  agentIdentityBlueprintId?: string;
  createdByAppId?: string;
}
export interface World {
  tenantId: string;
  tenantName: string;
  clientId: string;
  roles: string[];
  /** Whether owners have a display name even for those who may not read people. */
  showsNames: boolean;
  applications: WorldApplication[];
  servicePrincipals: WorldPrincipal[];
  deleted: Map<
    string,
    { of: "applications" | "servicePrincipals"; what: WorldApplication | WorldPrincipal }
  >;
  grants: object[];
  roleAssignments: object[];
  signIns: { appId: string; [field: string]: unknown }[];
  credentialSignIns: { keyId: string; [field: string]: unknown }[];
}
