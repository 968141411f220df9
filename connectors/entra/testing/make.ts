import type { Federated, Key, Owner, Password, WorldApplication, WorldPrincipal } from "./shapes";

export const tenantId = "7a1e0000-0000-4000-8000-000000000001";
export const microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
/** A stable id of each sort of thing. */
export const guid = (sort: string, number: number): string =>
  `${sort.padEnd(8, "0").slice(0, 8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
const created = "2023-04-01T08:00:00Z";

export const user = (name: string, more: Partial<Owner> = {}): Owner => ({
  "@odata.type": "#microsoft.graph.user",
  id: guid("05e4", Buffer.from(name).reduce((sum, letter) => sum * 31 + letter, 7) % 1e9),
  displayName: name,
  userPrincipalName: `${name}@contoso.example`,
  mail: `${name}@contoso.example`,
  accountEnabled: true,
  ...more,
});

export const password = (number: number, more: Partial<Password> = {}): Password => ({
  keyId: guid("5ec", number),
  displayName: `secret ${number}`,
  hint: "abc",
  startDateTime: "2024-03-01T00:00:00Z",
  endDateTime: "2027-03-01T00:00:00Z",
  customKeyIdentifier: null,
  secretText: null,
  ...more,
});

export const key = (number: number, more: Partial<Key> = {}): Key => ({
  keyId: guid("ce", number),
  displayName: `CN=certificate ${number}`,
  customKeyIdentifier: Buffer.alloc(20, number).toString("base64"),
  type: "AsymmetricX509Cert",
  usage: "Verify",
  startDateTime: "2024-05-01T00:00:00Z",
  endDateTime: "2027-05-01T00:00:00Z",
  key: null,
  ...more,
});

export const federated = (number: number, subject: string): Federated => ({
  id: guid("fed", number),
  name: `deploy-${number}`,
  issuer: "https://token.actions.githubusercontent.com",
  subject,
  audiences: ["api://AzureADTokenExchange"],
  description: null,
});

export const application = (
  number: number,
  displayName: string,
  more: Partial<WorldApplication> = {},
): WorldApplication => ({
  id: guid("a99", number),
  appId: guid("c11e", number),
  displayName,
  createdDateTime: created,
  tags: [],
  notes: null,
  signInAudience: "AzureADMyOrg",
  passwordCredentials: [],
  keyCredentials: [],
  requiredResourceAccess: [],
  federatedIdentityCredentials: [],
  owners: [],
  ...more,
});

export const principal = (
  number: number,
  displayName: string,
  more: Partial<WorldPrincipal> = {},
): WorldPrincipal => ({
  id: guid("5b", number),
  appId: guid("c11e", number),
  displayName,
  createdDateTime: created,
  tags: [],
  notes: null,
  servicePrincipalType: "Application",
  accountEnabled: true,
  appOwnerOrganizationId: tenantId,
  alternativeNames: [],
  verifiedPublisher: { displayName: null },
  preferredSingleSignOnMode: null,
  passwordCredentials: [],
  keyCredentials: [],
  appRoles: [],
  oauth2PermissionScopes: [],
  appRoleAssignments: [],
  owners: [],
  ...more,
});
