import type { Verification } from "../contract";
import { streamList } from "./stream-list";

const directory = ["Directory.Read.All", "Directory.ReadWrite.All"];

/** Wider app roles that allow the same reading, by Microsoft's reference of each call. */
const wider: Readonly<Record<string, readonly string[]>> = {
  "Application.Read.All": ["Application.ReadWrite.All", ...directory],
  "User.Read.All": ["User.ReadWrite.All", ...directory],
  "DelegatedPermissionGrant.Read.All": ["DelegatedPermissionGrant.ReadWrite.All", ...directory],
  "RoleManagement.Read.Directory": [
    "RoleManagement.Read.All",
    "RoleManagement.ReadWrite.Directory",
    ...directory,
  ],
  "AgentIdentity.Read.All": ["AgentIdentity.ReadWrite.All"],
  "AuditLog.Read.All": directory,
};

const has = (roles: readonly string[], permission: string): boolean =>
  [permission, ...(wider[permission] ?? [])].some((each) => roles.includes(each));

/** Permissions that the token's app roles lack, with the streams they leave uncovered. */
export function missingPermissions(roles: readonly string[]): Verification["missing"] {
  const missing = new Map<string, string[]>();
  for (const { name, permissions } of streamList) {
    for (const permission of permissions.filter((each) => !has(roles, each))) {
      missing.set(permission, [...(missing.get(permission) ?? []), name]);
    }
  }
  return [...missing].map(([permission, streams]) => ({ permission, streams }));
}

/** App roles that change something: reading needs none of them. */
export const writingRoles = (roles: readonly string[]): string[] =>
  roles.filter((role) =>
    /\.(?:ReadWrite|Write|Manage|Create|Send|FullControl|Invite|EnableDisable|Delete)|full_access/.test(
      role,
    ),
  );
