import {
  application,
  federated,
  guid,
  key,
  microsoft,
  password,
  principal,
  tenantId,
  user,
} from "./make";
import type { World, WorldApplication, WorldPrincipal } from "./shapes";

export const people = {
  ada: user("ada"),
  bo: user("bo", { accountEnabled: false }),
  guest: user("cy", { userPrincipalName: "cy_partner.example#EXT#@contoso.example", mail: null }),
};
const crowd = Array.from({ length: 23 }, (_, index) => user(`member${index}`));

const graphRoles = [
  "Mail.Send",
  "User.Read.All",
  "Application.ReadWrite.All",
  "Files.Read.All",
  "Group.Read.All",
];
export const graphApp = {
  id: guid("5b", 90),
  appId: "00000003-0000-0000-c000-000000000000",
};
const roleId = (name: string): string => guid("401e", graphRoles.indexOf(name));
const scopeId = guid("5c09e", 1);
const assigned = (name: string, resource = graphApp.id) => ({
  id: `assignment-${name}`,
  appRoleId: roleId(name),
  resourceId: resource,
  resourceDisplayName: "Microsoft Graph",
});

function applications(): WorldApplication[] {
  const asks = [
    { id: roleId("Mail.Send"), type: "Role" },
    { id: scopeId, type: "Scope" },
  ];
  return [
    application(1, "payments-api", {
      owners: [people.ada, people.bo],
      tags: ["environment:production", "contact:payments@contoso.example"],
      passwordCredentials: [
        password(1, { displayName: "deploy", endDateTime: null }),
        password(2, { displayName: "old", endDateTime: "2024-09-01T00:00:00Z" }),
      ],
      keyCredentials: [key(1)],
      federatedIdentityCredentials: [
        federated(1, "repo:contoso/payments:ref:refs/heads/main"),
        federated(2, "repo:contoso/payments:pull_request"),
      ],
      requiredResourceAccess: [{ resourceAppId: graphApp.appId, resourceAccess: asks }],
    }),
    application(2, "monthly-reports", { notes: "Owner: ada@contoso.example" }),
    application(3, "everybodys-app", { owners: crowd }),
    application(4, "partner-portal", {
      signInAudience: "AzureADMultipleOrgs",
      owners: [people.guest],
      passwordCredentials: [password(4)],
    }),
    application(5, "muster-reader", { keyCredentials: [key(5)], owners: [people.ada] }),
    application(6, "never-installed"),
    application(7, "claude-assistant", { passwordCredentials: [password(7)] }),
    application(8, "disabled-leavers-app", { owners: [people.bo] }),
  ];
}

const signing = Buffer.alloc(20, 77).toString("base64");

function own(): WorldPrincipal[] {
  return [
    principal(1, "payments-api", {
      owners: [people.ada],
      appRoleAssignments: [
        assigned("Mail.Send"),
        assigned("Application.ReadWrite.All"),
        { ...assigned("User.Read.All"), appRoleId: guid("dead", 1) },
      ],
    }),
    principal(2, "monthly-reports", { appRoleAssignments: [assigned("Group.Read.All")] }),
    principal(3, "everybodys-app"),
    principal(4, "partner-portal", { accountEnabled: false, passwordCredentials: [password(41)] }),
    principal(5, "muster-reader", { appRoleAssignments: [assigned("User.Read.All")] }),
    principal(7, "claude-assistant", { appRoleAssignments: [assigned("Files.Read.All")] }),
    principal(8, "disabled-leavers-app"),
    principal(9, "legacy-importer", {
      appId: guid("c11e", 9),
      servicePrincipalType: "Legacy",
      appOwnerOrganizationId: null,
    }),
    principal(10, "Payroll (SAML)", {
      preferredSingleSignOnMode: "saml",
      owners: [people.ada],
      keyCredentials: [
        key(10, { usage: "Sign", type: "X509CertAndPassword", customKeyIdentifier: signing }),
        key(11, { usage: "Verify", customKeyIdentifier: signing }),
      ],
      passwordCredentials: [password(10, { customKeyIdentifier: signing })],
    }),
  ];
}

const resourceGroup = "/subscriptions/5ab/resourcegroups/data/providers";

function others(): WorldPrincipal[] {
  const managed = { servicePrincipalType: "ManagedIdentity", appOwnerOrganizationId: null };
  const agent = {
    servicePrincipalType: "ServiceIdentity",
    appId: null,
    agentIdentityBlueprintId: guid("b1e", 1),
    createdByAppId: guid("c11e", 7),
  };
  return [
    principal(20, "Northwind CRM", {
      appOwnerOrganizationId: guid("7e4a", 2),
      verifiedPublisher: { displayName: "Northwind Traders" },
    }),
    principal(30, "vm-backup", {
      ...managed,
      alternativeNames: [
        "isExplicit=False",
        `${resourceGroup}/Microsoft.Compute/virtualMachines/vm-backup`,
      ],
      keyCredentials: [key(30)],
    }),
    principal(31, "pipeline-identity", {
      ...managed,
      alternativeNames: [
        "isExplicit=True",
        `${resourceGroup}/Microsoft.ManagedIdentity/userAssignedIdentities/pipeline-identity`,
      ],
    }),
    principal(40, "Invoice agent", {
      ...agent,
      sponsors: [people.ada],
      owners: [user("dana")],
      appRoleAssignments: [assigned("Mail.Send")],
    }),
    principal(41, "Forgotten agent", { ...agent, accountEnabled: false, sponsors: [people.bo] }),
    principal(90, "Microsoft Graph", {
      ...graphApp,
      appOwnerOrganizationId: microsoft,
      appRoles: graphRoles.map((value) => ({ id: roleId(value), value })),
      oauth2PermissionScopes: [{ id: scopeId, value: "User.Read" }],
    }),
    principal(91, "Office 365 Exchange Online", {
      appOwnerOrganizationId: microsoft,
      appRoleAssignments: [assigned("Mail.Send")],
    }),
  ];
}

const roleOf = (number: number, displayName: string, directoryScopeId = "/") => ({
  id: `role-assignment-${number}`,
  principalId: guid("5b", number),
  roleDefinitionId: guid("4d", number),
  directoryScopeId,
  roleDefinition: { displayName, isBuiltIn: true },
});

function activity() {
  const at = (lastSignInDateTime: string) => ({ lastSignInDateTime });
  const credential = {
    credentialOrigin: "application",
    signInActivity: at("2026-10-01T07:00:00Z"),
  };
  return {
    signIns: [
      {
        appId: guid("c11e", 1),
        lastSignInActivity: at("2026-10-01T07:00:00Z"),
        delegatedClientSignInActivity: at("0001-01-01T00:00:00Z"),
        applicationAuthenticationClientSignInActivity: at("2026-10-01T07:00:00Z"),
      },
      { appId: guid("c11e", 20), lastSignInActivity: at("2026-09-01T07:00:00Z") },
    ],
    credentialSignIns: [
      {
        ...credential,
        keyId: guid("5ec", 1),
        keyType: "clientSecret",
        appObjectId: guid("a99", 1),
      },
      { ...credential, keyId: guid("ce", 1), keyType: "certificate", appObjectId: guid("a99", 1) },
    ],
  };
}

const graphGrant = (client: number, scope: string, principalId: string | null = null) => ({
  clientId: guid("5b", client),
  consentType: principalId === null ? "AllPrincipals" : "Principal",
  principalId,
  resourceId: graphApp.id,
  scope,
});

export const readingRoles = [
  "Application.Read.All",
  "User.Read.All",
  "AgentIdentity.Read.All",
  "DelegatedPermissionGrant.Read.All",
  "RoleManagement.Read.Directory",
  "AuditLog.Read.All",
  "Organization.Read.All",
];

/** A small tenant with one of everything that Entra can show. */
export function createWorld(): World {
  return {
    tenantId,
    tenantName: "Contoso",
    clientId: guid("c11e", 5),
    roles: [...readingRoles],
    showsNames: false,
    applications: applications(),
    servicePrincipals: [...own(), ...others()],
    deleted: new Map(),
    grants: [
      graphGrant(20, " User.Read Files.ReadWrite.All offline_access"),
      graphGrant(4, "User.Read", people.ada.id),
      graphGrant(4, "User.Read", people.bo.id),
      graphGrant(91, "User.Read"),
    ],
    roleAssignments: [
      roleOf(2, "Global Reader"),
      roleOf(7, "Application Administrator", "/administrativeUnits/1"),
      { ...roleOf(3, "Global Administrator"), principalId: people.ada.id },
    ],
    ...activity(),
  };
}
