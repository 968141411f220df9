import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import type { Fact } from "@/lib/domain/evidence";

type Level = PrivilegeVerdict["level"];
export const levels: readonly Level[] = ["none", "read", "write", "high", "admin"];

/** Writing any of these lets the holder give itself, or somebody else, everything. */
const adminWrites = new Set([
  "administration",
  "organization_administration",
  "members",
  "organization_custom_roles",
  "organization_custom_org_roles",
  "organization_custom_properties",
  "organization_secrets",
  "organization_personal_access_tokens",
  "secrets",
]);
/** Writing any of these changes code, deployments or where events and jobs go. */
const highWrites = new Set([
  "contents",
  "workflows",
  "actions",
  "environments",
  "deployments",
  "packages",
  "organization_hooks",
  "repository_hooks",
  "organization_self_hosted_runners",
  "dependabot_secrets",
  "codespaces_secrets",
  "organization_dependabot_secrets",
  "organization_codespaces_secrets",
  "organization_agent_secrets",
  "organization_personal_access_token_requests",
]);

const rank = (level: Level) => levels.indexOf(level);
const higher = (one: Level, other: Level) => (rank(one) >= rank(other) ? one : other);

/** Level of one permission of a GitHub App or a fine-grained token. */
export function levelOfPermission(name: string, access: string): Level {
  if (access === "none" || access === "") return "none";
  if (access === "read") return "read";
  // Whoever administers project boards administers nothing else.
  const administers = access === "admin" && !name.endsWith("_projects");
  if (adminWrites.has(name) || administers) return "admin";
  return highWrites.has(name) ? "high" : "write";
}

/** What a set of permissions amounts to, with the permissions that decide it. */
export function privilegeOfPermissions(
  permissions: Readonly<Record<string, string>>,
  repositories: "all" | "selected" | "none",
): PrivilegeVerdict {
  const entries = Object.entries(permissions);
  const writes = (name: string) => ["write", "admin"].includes(permissions[name] ?? "");
  const runsCode = repositories === "all" && writes("contents") && writes("workflows");
  const level = entries
    .map(([name, access]) => levelOfPermission(name, access))
    .reduce(higher, runsCode ? "admin" : "none");
  const deciding = entries
    .filter(([name, access]) => levelOfPermission(name, access) === level)
    .map(([name, access]) => `${name}: ${access}`);
  const reasons = deciding.length > 0 ? [`Permissions: ${deciding.slice(0, 12).join(", ")}.`] : [];
  if (runsCode) reasons.push("Can change code and workflows in every repository.");
  if (level === "none") reasons.push("No permissions.");
  if (repositories === "selected") reasons.push("Limited to selected repositories.");
  return { level, reasons };
}

const adminScopes = new Set(["admin:org", "admin:enterprise", "site_admin", "delete_repo"]);
const highScopes = new Set([
  "repo",
  "workflow",
  "write:org",
  "admin:repo_hook",
  "admin:org_hook",
  "write:packages",
  "delete:packages",
  "admin:public_key",
  "admin:gpg_key",
  "admin:ssh_signing_key",
]);
const readScope = /^(?:read:|user:email$|repo:status$|security_events$|manage_billing:none$)/;

export function levelOfScope(scope: string): Level {
  if (adminScopes.has(scope)) return "admin";
  if (highScopes.has(scope)) return "high";
  return readScope.test(scope) ? "read" : "write";
}

/** What a classic token's scopes amount to; a scope nobody classified counts as writing. */
export function privilegeOfScopes(scopes: readonly string[]): PrivilegeVerdict {
  const level = scopes.map(levelOfScope).reduce(higher, "none");
  const deciding = scopes.filter((scope) => levelOfScope(scope) === level);
  return {
    level,
    reasons:
      deciding.length > 0
        ? [`Scopes: ${deciding.join(", ")}, as far as the owner's own rights go.`.slice(0, 900)]
        : ["No scopes: public information only."],
  };
}

export type PrivilegeFact = Fact<PrivilegeVerdict>;
