import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";

export type Level = PrivilegeVerdict["level"];
export const levels: readonly Level[] = ["none", "read", "write", "high", "admin"];

const rank = (level: Level): number => levels.indexOf(level);
export const higher = (one: Level, other: Level): Level => (rank(one) >= rank(other) ? one : other);
const atMost = (level: Level, most: Level): Level => (rank(level) > rank(most) ? most : level);

/** Application permissions with which the holder can give itself, or somebody else, everything. */
const controlsTenant = new Set([
  "AdministrativeUnit.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All",
  "Application.ReadWrite.All",
  "ConditionalAccess.ReadWrite.All",
  "DeviceManagementConfiguration.ReadWrite.All",
  "DeviceManagementRBAC.ReadWrite.All",
  "DeviceManagementScripts.ReadWrite.All",
  "Directory.ReadWrite.All",
  "Domain.ReadWrite.All",
  "EntitlementManagement.ReadWrite.All",
  "Group.ReadWrite.All",
  "GroupMember.ReadWrite.All",
  "Organization.ReadWrite.All",
  "Policy.ReadWrite.AuthenticationMethod",
  "Policy.ReadWrite.ConditionalAccess",
  "Policy.ReadWrite.PermissionGrant",
  "PrivilegedAccess.ReadWrite.AzureAD",
  "PrivilegedAccess.ReadWrite.AzureADGroup",
  "PrivilegedAccess.ReadWrite.AzureResources",
  "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
  "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
  "RoleAssignmentSchedule.ReadWrite.Directory",
  "RoleEligibilitySchedule.ReadWrite.Directory",
  "RoleManagementPolicy.ReadWrite.AzureADGroup",
  "RoleManagementPolicy.ReadWrite.Directory",
  "RoleManagement.ReadWrite.Directory",
  "Synchronization.ReadWrite.All",
  "User-PasswordProfile.ReadWrite.All",
  "User.ReadWrite.All",
  "UserAuthenticationMethod.ReadWrite.All",
]);
/** Those that open everybody's mail, files or talks, or most of the estate's applications. */
const reachesEverybody = new Set([
  "Application.ReadWrite.OwnedBy",
  "AgentIdentity.ReadWrite.All",
  "Calendars.ReadWrite",
  "Chat.Read.All",
  "Chat.ReadWrite.All",
  "ChannelMessage.Read.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "Exchange.ManageAsApp",
  "Files.Read.All",
  "Files.ReadWrite.All",
  "Mail.Read",
  "Mail.ReadWrite",
  "Mail.Send",
  "MailboxSettings.ReadWrite",
  "Sites.FullControl.All",
  "Sites.Manage.All",
  "Sites.ReadWrite.All",
  "full_access_as_app",
]);
const harmless = new Set(["openid", "profile", "email", "offline_access"]);
const readName = /(?:^|\.)Read(?:Basic)?(?:\.|$)|\.Read\b|^read/i;
const writeName = /write|manage(?!ment)|create|send|full|delete|impersonation|accessasuser/i;

/** A name that nobody classified counts as writing, unless it says that it reads. */
function levelOfName(name: string): Level {
  if (writeName.test(name)) return "write";
  return readName.test(name) ? "read" : "write";
}

/** Level of a granted application permission; Microsoft's names mean this at Microsoft's APIs only. */
export function levelOfAppRole(name: string, isMicrosofts: boolean): Level {
  if (isMicrosofts && controlsTenant.has(name)) return "admin";
  if (isMicrosofts && reachesEverybody.has(name)) return "high";
  return levelOfName(name);
}

/**
 * Level of a delegated permission: never more than the person's own rights, so one person's consent
 * is at most writing, and an administrator's for everybody at most high.
 */
export function levelOfScope(name: string, isMicrosofts: boolean, forEverybody: boolean): Level {
  if (harmless.has(name)) return "none";
  const alone = levelOfAppRole(name, isMicrosofts);
  const wide = /\.ReadWrite\.All$|^Directory\.AccessAsUser\.All$/.test(name) ? "high" : alone;
  return atMost(higher(alone, isMicrosofts ? wide : alone), forEverybody ? "high" : "write");
}

const adminRoles = new Set([
  "Agent ID Administrator",
  "AI Administrator",
  "Application Administrator",
  "Authentication Administrator",
  "Cloud Application Administrator",
  "Conditional Access Administrator",
  "Directory Synchronization Accounts",
  "Domain Name Administrator",
  "Exchange Administrator",
  "External Identity Provider Administrator",
  "Global Administrator",
  "Groups Administrator",
  "Hybrid Identity Administrator",
  "Intune Administrator",
  "Partner Tier1 Support",
  "Partner Tier2 Support",
  "Privileged Authentication Administrator",
  "Privileged Role Administrator",
  "Security Administrator",
  "SharePoint Administrator",
  "User Administrator",
]);

/** Level of a directory role; a role of the organisation's own making counts as writing. */
export function levelOfDirectoryRole(
  name: string,
  isBuiltIn: boolean,
  isWholeTenant: boolean,
): Level {
  if (isBuiltIn && adminRoles.has(name)) return isWholeTenant ? "admin" : "high";
  if (isBuiltIn && /Reader/.test(name)) return "read";
  if (isBuiltIn && /Administrator/.test(name)) return isWholeTenant ? "high" : "write";
  return "write";
}
