import { counted } from "@/lib/domain/counted";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import type { GrantRecord } from "@/lib/domain/inventory/source-record";
import { microsoftTenant, type Directory } from "./directory";
import { principalId } from "./external-ids";
import {
  higher,
  levelOfAppRole,
  levelOfDirectoryRole,
  levelOfScope,
  type Level,
} from "./privilege";
import type { Assignment, DelegatedGrant, Principal, RoleAssignment } from "./schemas";

type Principals = ReadonlyMap<string, Principal>;

const defaultAccess = "00000000-0000-0000-0000-000000000000";
const isMicrosofts = (resource: Principal | undefined): boolean =>
  resource?.appOwnerOrganizationId === microsoftTenant;

function resourceName(principals: Principals, id: string, shown?: string | null): string {
  return (principals.get(id)?.displayName || shown || id).slice(0, 200);
}

/** The grant that one application permission is. */
export function appRoleGrant(
  principals: Principals,
  holder: string,
  { appRoleId, resourceId, resourceDisplayName }: Assignment,
): GrantRecord {
  const resource = principals.get(resourceId);
  const name = appRoleId === defaultAccess ? "Default access" : resource?.appRoles.get(appRoleId);
  const service = resourceName(principals, resourceId, resourceDisplayName);
  return {
    type: "grant",
    externalId: `${principalId(holder)}/app-role/${resourceId}/${appRoleId}`,
    identityExternalId: principalId(holder),
    service,
    // A role that its API has withdrawn since has no name any more.
    entitlement: (name || appRoleId).slice(0, 500),
    target: service,
    via: "Application permission",
    level:
      appRoleId === defaultAccess
        ? "none"
        : name
          ? levelOfAppRole(name, isMicrosofts(resource))
          : "unknown",
    conditional: false,
  };
}

const scopesOf = ({ scope }: DelegatedGrant): string[] => [
  ...new Set((scope ?? "").split(/\s+/).filter(Boolean)),
];

interface Consent {
  resourceId: string;
  scope: string;
  /** Null where an administrator consented for everybody. */
  people: Set<string> | null;
}

/** Consents to the same scope of the same API are one: a popular app has one from each person. */
function consentsOf(grants: readonly DelegatedGrant[]): Map<string, Consent> {
  const consents = new Map<string, Consent>();
  for (const grant of grants) {
    const { resourceId, consentType, principalId: person } = grant;
    const forEverybody = consentType === "AllPrincipals";
    for (const scope of scopesOf(grant)) {
      const key = `${resourceId}/${forEverybody ? "everybody" : "people"}/${scope}`;
      const known = consents.get(key) ?? {
        resourceId,
        scope,
        people: forEverybody ? null : new Set(),
      };
      if (person) known.people?.add(person);
      consents.set(key, known);
    }
  }
  return consents;
}

/** The grants that the consents to one service principal are: each of their scopes. */
export function delegatedGrants(
  principals: Principals,
  holder: string,
  grants: readonly DelegatedGrant[],
): GrantRecord[] {
  return [...consentsOf(grants)].map(([key, { resourceId, scope, people }]) => {
    const resource = principals.get(resourceId);
    const service = resourceName(principals, resourceId);
    const whom =
      people === null ? "for everybody" : `for ${counted(people.size, "person", "people")}`;
    const who = people === null ? "an administrator" : "people";
    return {
      type: "grant",
      externalId: `${principalId(holder)}/delegated/${key}`.slice(0, 600),
      identityExternalId: principalId(holder),
      service,
      entitlement: scope.slice(0, 500),
      target: `${service}, ${whom}`,
      via: `Delegated: consent of ${who}`,
      level: levelOfScope(scope, isMicrosofts(resource), people === null),
      // A person has to be signed in.
      conditional: true,
    };
  });
}

/** The grant that one directory role is. */
export function directoryRoleGrant(row: RoleAssignment): GrantRecord {
  const { roleDefinition, roleDefinitionId, directoryScopeId } = row;
  const isWhole = (directoryScopeId ?? "/") === "/";
  const name = roleDefinition?.displayName || roleDefinitionId;
  return {
    type: "grant",
    externalId: `${principalId(row.principalId)}/directory-role/${roleDefinitionId}${directoryScopeId ?? "/"}`,
    identityExternalId: principalId(row.principalId),
    service: "Entra ID",
    entitlement: name.slice(0, 500),
    target: isWhole ? "The whole tenant" : (directoryScopeId ?? "").slice(0, 1000),
    via: "Directory role",
    level: levelOfDirectoryRole(name, roleDefinition?.isBuiltIn !== false, isWhole),
    conditional: false,
  };
}

const deciding = (grants: readonly GrantRecord[], level: Level): string[] =>
  grants
    .filter((grant) => grant.level === level)
    .map(({ entitlement, target, via }) => `${entitlement} (${via}, ${target})`);

/**
 * What a service principal may do, with the grants that decide it. Unknown while a list that could
 * raise it cannot be read.
 */
export async function privilegeOf(
  directory: Directory,
  id: string,
  now: Date,
): Promise<Fact<PrivilegeVerdict>> {
  const principals = await directory.principals();
  const [delegated, roles] = [await directory.delegated(), await directory.roles()];
  const grants = [
    ...(principals.get(id)?.appRoleAssignments ?? []).map((one) =>
      appRoleGrant(principals, id, one),
    ),
    ...delegatedGrants(principals, id, delegated.rows?.get(id) ?? []),
    ...(roles.rows?.get(id) ?? []).map(directoryRoleGrant),
  ];
  const level = grants
    .flatMap((grant) => (grant.level === "unknown" ? [] : [grant.level]))
    .reduce(higher, "none");
  const refused = roles.refusal ?? delegated.refusal;
  const canBeMore = roles.refusal ? level !== "admin" : !["admin", "high"].includes(level);
  if (refused && canBeMore)
    return unknown("permission_missing", `Not all grants can be read. ${refused.message}`);
  const reasons = deciding(grants, level).slice(0, 12);
  return known(
    {
      level,
      reasons: [
        reasons.length > 0 && level !== "none"
          ? `Granted: ${[...new Set(reasons)].join("; ")}.`.slice(0, 1000)
          : "No permission and no role was granted.",
      ],
    },
    "GET /servicePrincipals, their grants and directory roles",
    now,
  );
}
