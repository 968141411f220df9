export const roles = ["admin", "analyst", "owner", "manager", "auditor"] as const;
export type Role = (typeof roles)[number];

/**
 * Who may do what: the only table. A permission that is not a key here denies everybody.
 * `own` limits an owner to the identities that are theirs.
 */
export const permissionTable = {
  "overview:read": ["admin", "analyst", "manager", "auditor"],
  "identity:read": ["admin", "analyst", "owner:own", "manager", "auditor"],
  "identity:assign-owner": ["admin", "analyst"],
  "identity:label": ["admin", "analyst"],
  "identity:classify": ["admin", "analyst"],
  "identity:export": ["admin", "analyst", "manager", "auditor"],
  "finding:read": ["admin", "analyst", "owner:own", "manager", "auditor"],
  "source:read": ["admin", "analyst", "manager", "auditor"],
  "source:add": ["admin", "analyst"],
  "source:sync": ["admin", "analyst"],
  "source:upload": ["admin", "analyst"],
  "source:change": ["admin"],
  "source:remove": ["admin"],
  "source:sample": ["admin", "analyst"],
  "view:read": ["admin", "analyst", "owner", "manager", "auditor"],
  "view:save": ["admin", "analyst", "owner", "manager", "auditor"],
  "view:share": ["admin", "analyst"],
  "offboarding:read": ["admin", "analyst", "owner:own", "manager", "auditor"],
  "offboarding:request": ["admin", "analyst", "owner:own"],
  "offboarding:decide": ["admin", "analyst"],
  "offboarding:confirm": ["admin", "analyst", "owner:own", "manager:own"],
  "offboarding:undo": ["admin", "analyst"],
  "offboarding:report": ["admin", "analyst", "owner:own"],
  "review:read": ["admin", "analyst", "owner:own", "manager", "auditor"],
  "review:run": ["admin", "analyst"],
  "review:decide": ["admin", "analyst", "owner:own", "manager:own"],
  "review:export": ["admin", "analyst", "manager", "auditor"],
  "exception:read": ["admin", "analyst", "owner:own", "manager", "auditor"],
  "exception:request": ["admin", "analyst", "owner:own"],
  "exception:decide": ["admin", "analyst"],
  "policy:read": ["admin", "analyst", "manager", "auditor"],
  "policy:change": ["admin"],
  "ticket:read": ["admin", "analyst", "manager", "auditor"],
  "ticket:open": ["admin", "analyst"],
  "audit:read": ["admin", "auditor"],
  "audit:verify": ["admin", "auditor"],
  "evidence:read": ["admin", "analyst", "auditor"],
  "evidence:export": ["admin", "analyst", "auditor"],
  "person:read": ["admin", "analyst", "auditor"],
  "person:invite": ["admin"],
  "person:disable": ["admin"],
  "person:change-role": ["admin"],
  "person:import": ["admin"],
  "directory:sync": ["admin"],
  "leaver:read": ["admin", "analyst", "auditor"],
  "leaver:decide": ["admin", "analyst"],
  "team:read": ["admin", "analyst", "manager", "auditor"],
  "team:change": ["admin", "analyst"],
  "self:read": ["admin", "analyst", "owner", "manager", "auditor"],
  "self:change": ["admin", "analyst", "owner", "manager", "auditor"],
  "token:read": ["admin", "analyst", "owner", "manager", "auditor"],
  "token:create": ["admin", "analyst", "owner", "manager", "auditor"],
  "token:revoke": ["admin", "analyst", "owner", "manager", "auditor"],
  "setting:read": ["admin", "auditor"],
  "setting:change": ["admin"],
  "key:rotate": ["admin"],
  "health:read": ["admin", "auditor"],
  "backup:create": ["admin"],
  "backup:restore": ["admin"],
} as const satisfies Record<string, readonly (Role | `${Role}:own`)[]>;

export type Permission = keyof typeof permissionTable;
export type Reach = "all" | "own" | "none";

/** How far a role's permission reaches; an unknown permission or role reaches nothing. */
export function reach(role: string, permission: string): Reach {
  if (!Object.hasOwn(permissionTable, permission)) return "none";
  const granted: readonly string[] = permissionTable[permission as Permission];
  if (granted.includes(role)) return "all";
  return granted.includes(`${role}:own`) ? "own" : "none";
}

/** Scopes of personal API tokens: each opens a set of permissions, never more than the person has. */
export const tokenScopes = {
  read: (permission: string) => permission.endsWith(":read") || permission.endsWith(":export"),
  "sources:write": (permission: string) => permission.startsWith("source:"),
  "inventory:write": (permission: string) =>
    permission.startsWith("identity:") || permission.startsWith("view:"),
  "reviews:write": (permission: string) => permission.startsWith("review:"),
  "offboarding:write": (permission: string) => permission.startsWith("offboarding:"),
  "exceptions:write": (permission: string) => permission.startsWith("exception:"),
  "audit:read": (permission: string) =>
    permission.startsWith("audit:") || permission.startsWith("evidence:"),
  scim: (permission: string) => permission === "directory:sync",
} as const;
export type TokenScope = keyof typeof tokenScopes;

export function scopesAllow(scopes: readonly string[], permission: string): boolean {
  return scopes.some(
    (scope) => Object.hasOwn(tokenScopes, scope) && tokenScopes[scope as TokenScope](permission),
  );
}
