import type { JsonValue } from "./source-record";

interface AttributeWords {
  label: string;
  /** What no value means, where the source tells that there is none. Absent, it did not say. */
  none?: string;
}
const named = (label: string, none?: string): AttributeWords =>
  none === undefined ? { label } : { label, none };

/** The provider's fields that connectors keep, in a reader's words. */
const attributeWords: Readonly<Record<string, AttributeWords>> = {
  accessGrantedAt: named("Access granted"),
  accountAlias: named("Account alias", "None"),
  accountId: named("Account"),
  actionsRunIn: named("Actions may run in"),
  agentIdentityBlueprintId: named("Agent blueprint", "None"),
  allowedActions: named("Actions allowed"),
  appId: named("Application id"),
  appOwner: named("Made by"),
  appOwnerOrganizationId: named("Home tenant of the application"),
  approvedAt: named("Approved", "Not in the list"),
  approver: named("Approved by", "Nobody yet"),
  archived: named("Repository archived"),
  arn: named("ARN"),
  assertionEncryption: named("Encryption of assertions"),
  audiences: named("Audiences"),
  authority: named("Certificate authority"),
  authorizedAt: named("Authorised"),
  azureResource: named("Azure resource", "None"),
  because: named("Because"),
  boundary: named("Permissions boundary", "None"),
  busy: named("Runs a job now"),
  canLogIn: named("Can log in"),
  claimProperties: named("Repository properties in its tokens"),
  connectionLimit: named("Connections at most"),
  createdByAppId: named("Created by application"),
  credentialInUrl: named("Credential in its address"),
  credentialType: named("Kind of credential"),
  defaultWorkflowPermissions: named("Workflows may by default"),
  enabledRepositories: named("Enabled in"),
  engine: named("Secrets engine"),
  environment: named("Environment"),
  ephemeral: named("Thrown away after each job"),
  events: named("Events"),
  grantId: named("Grant id"),
  group: named("Runner group"),
  groups: named("Groups"),
  host: named("Host"),
  https: named("Called over HTTPS"),
  immutableSubject: named("Subjects hold immutable ids"),
  inherits: named("Inherits from its groups"),
  instanceProfiles: named("Instance profiles"),
  issuer: named("Issuer"),
  issuesTokens: named("Issues tokens"),
  keyDescriptions: named("Descriptions of its keys"),
  kmsKey: named("KMS key", "The service's own key"),
  labels: named("Labels at the source"),
  lastModifiedBy: named("Last changed by"),
  leftOut: named("Left out"),
  level: named("Kept at"),
  likely: named("Likely"),
  likelyPerson: named("Likely a person"),
  listed: named("Named in a list that a person gave"),
  mfa: named("Multi-factor sign-in"),
  newestVersion: named("Newest version"),
  nextRotation: named("Next rotation", "None planned"),
  nhiReasons: named("Why a workload or a person"),
  nhiScore: named("Points for a workload"),
  notListed: named("Credentials that are not listed"),
  online: named("Online"),
  os: named("Operating system"),
  owner: named("Belongs to"),
  owningService: named("Managed by service", "None"),
  ownsDatabases: named("Owns databases"),
  ownsObjects: named("Objects owned"),
  path: named("Path"),
  permissions: named("Permissions"),
  personOrWorkload: named("Person or workload"),
  plannedDeletion: named("Planned deletion", "None"),
  policyTemplate: named("Policy template", "None"),
  predefinedRoles: named("Predefined roles"),
  principal: named("Known at the provider as"),
  privateCa: named("Private certificate authority", "None"),
  publisherDomain: named("Publisher's domain"),
  readOnly: named("Read only"),
  repositories: named("Repositories"),
  repository: named("Repository"),
  repositoryId: named("Repository id"),
  repositorySelection: named("Repositories chosen"),
  requestedAccess: named("Access it asks for"),
  requestedAt: named("Requested"),
  requestorAccount: named("Account of the partner"),
  revocationList: named("Revocation list"),
  role: named("Role"),
  roleBoundaries: named("Boundaries of roles that it makes"),
  rootAccessKeys: named("Root user has access keys"),
  rotationDays: named("Rotates every (days)", "No schedule"),
  rotationEnabled: named("Rotates by itself"),
  samlIdentity: named("Signs in through the identity provider"),
  score: named("Points for a machine"),
  seen: named("Seen doing"),
  service: named("Service"),
  serviceManagementReference: named("Service management reference", "None"),
  servicePrincipalId: named("Service principal", "None in this tenant"),
  servicePrincipalType: named("Kind of service principal"),
  sessionSeconds: named("Session (seconds)"),
  settings: named("Settings of its own"),
  signed: named("Deliveries are signed"),
  signInAudience: named("Who may sign in to it"),
  singleSignOn: named("Single sign-on", "None"),
  source: named("Kind of authority"),
  state: named("State at the source"),
  subjectClaims: named("Claims in the subject"),
  suspendedAt: named("Suspended", "Never"),
  teams: named("Teams"),
  thumbprints: named("Thumbprints"),
  tier: named("Tier"),
  tlsVerified: named("Receiver's certificate verified"),
  tokenId: named("Token id"),
  tokenLastEight: named("Last eight characters"),
  trustReadable: named("Trust policy could be read"),
  updatedAt: named("Changed at the source"),
  user: named("User"),
  verified: named("Verified"),
  verifiedPublisher: named("Verified publisher", "None"),
  version: named("Version"),
  visibility: named("Visible to", "The place that it is kept in"),
  weaknesses: named("Weaknesses"),
  workflowsMayApprovePullRequests: named("Workflows may approve pull requests"),
  x509Subject: named("Certificate subject"),
};

/** Whether the table has words for an attribute; every connector's records are held to it. */
export const hasWords = (key: string): boolean => Object.hasOwn(attributeWords, key);

/** `runner_group` and `runnerGroup` as `Runner group`, for what no table knows. */
function spelled(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(
      /([a-z\d])([A-Z])/g,
      (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`,
    )
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const labelOf = (key: string): string =>
  hasWords(key) ? (attributeWords[key]?.label ?? key) : spelled(key);

/** A provider's field for a reader: each value a line, or why there is none. */
interface ShownAttribute {
  key: string;
  label: string;
  lines: string[];
  unknown: string | null;
}

const isPlain = (value: JsonValue): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

function plainText(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "number" ? value.toLocaleString("en", { useGrouping: false }) : value;
}

function inOneLine(value: JsonValue): string {
  if (value === null) return "Unknown";
  if (isPlain(value)) return plainText(value);
  if (Array.isArray(value)) return value.length === 0 ? "None" : value.map(inOneLine).join(", ");
  return pairs(value).join("; ") || "None";
}

/** The provider's own names, as of permissions, stay as they are; Muster's have words. */
const pairs = (value: { [key: string]: JsonValue }): string[] =>
  Object.entries(value).map(
    ([key, one]) => `${hasWords(key) ? labelOf(key) : key}: ${inOneLine(one)}`,
  );

/** An attribute as lines; without a value it is unknown, unless the source tells that there is none. */
export function shownAttribute(key: string, value: JsonValue): ShownAttribute {
  const shown = (lines: string[]): ShownAttribute => ({
    key,
    label: labelOf(key),
    lines,
    unknown: null,
  });
  if (value === null || value === "") {
    const none = hasWords(key) ? attributeWords[key]?.none : undefined;
    if (none !== undefined) return shown([none]);
    return { ...shown([]), unknown: "the source did not say" };
  }
  if (isPlain(value)) return shown([plainText(value)]);
  const lines = Array.isArray(value) ? value.map(inOneLine) : pairs(value);
  return shown(lines.length > 0 ? lines : ["None"]);
}
