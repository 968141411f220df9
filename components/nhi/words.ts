import type {
  AgeBucket,
  OwnerState,
  RotationState,
  UsageBucket,
} from "@/lib/domain/inventory/buckets";
import type { FacetKey } from "@/lib/domain/inventory/list-order";
import type { OwnerHintMethod, PrincipalKind } from "@/lib/domain/access/access";
import type { CredentialKind } from "@/lib/domain/credential/credential";
import type {
  Environment,
  IdentityClass,
  IdentityKind,
  IdentityStatus,
  PrivilegeLevel,
  Stage,
} from "@/lib/domain/identity/identity";
import type { RiskBand, RiskFactor } from "@/lib/domain/risk/risk";

export const kindWords: Record<IdentityKind, string> = {
  service_account: "Service account",
  iam_user: "IAM user",
  assumable_role: "Assumable role",
  managed_identity: "Managed identity",
  app_registration: "App registration",
  app_installation: "App installation",
  oauth_app: "OAuth app",
  bot_user: "Bot user",
  ai_agent: "AI agent",
  mcp_server: "MCP server",
  runner: "Runner",
  personal_access_token: "Personal access token",
  deploy_key: "Deploy key",
  api_key: "API key",
  stored_secret: "Stored secret",
  webhook: "Webhook",
  federation_provider: "Federation provider",
  database_role: "Database role",
};

export const classWords: Record<IdentityClass, string> = {
  ai_model_credential: "AI model credential",
  ai_tool_token: "AI tool token",
  ai_retrieval_connector: "AI retrieval connector",
  ai_deployment_secret: "AI deployment secret",
  legacy_application: "Legacy application",
  infrastructure: "Infrastructure",
  third_party: "Third party",
};

export const environmentWords: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  test: "Test",
  development: "Development",
  unknown: "Unknown",
};

export const stageWords: Record<Stage, string> = {
  build: "Build",
  test: "Test",
  training: "Training",
  inference: "Inference",
  deployment: "Deployment",
  unknown: "Unknown",
};

export const statusWords: Record<IdentityStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  suspended: "Suspended",
  pending: "Pending",
  unknown: "Unknown",
};

export const bandWords: Record<RiskBand, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unknown: "Unknown",
};

export const privilegeWords: Record<PrivilegeLevel, string> = {
  none: "None",
  read: "Read",
  write: "Write",
  high: "High",
  admin: "Admin",
  unknown: "Unknown",
};

export const rotationWords: Record<RotationState, string> = {
  over_policy: "Past its policy",
  within_policy: "Within its policy",
  never: "Never rotated",
  unknown: "Unknown",
  not_applicable: "Nothing to rotate",
};

export const ownerStateWords: Record<OwnerState, string> = {
  confirmed: "Confirmed",
  inferred: "Inferred",
  none: "No owner",
};

const usageWords: Record<UsageBucket, string> = {
  never_90d: "Never used",
  not_yet: "New, not used yet",
  lt_30d: "Within 30 days",
  "30_90d": "30 to 90 days ago",
  "90_365d": "90 to 365 days ago",
  gt_365d: "Over a year ago",
  unknown: "Unknown",
};

const ageWords: Record<AgeBucket, string> = {
  lt_30d: "Under 30 days",
  "30_90d": "30 to 90 days",
  "90_365d": "90 to 365 days",
  gt_365d: "Over a year",
  unknown: "Unknown",
};

export const facetWords: Record<FacetKey, string> = {
  source: "Source",
  kind: "Kind",
  class: "Class",
  environment: "Environment",
  status: "Status",
  band: "Risk",
  ownerState: "Owner",
  privilege: "Privilege",
  usage: "Last used",
  age: "Age",
  rotation: "Rotation",
  findings: "Findings",
};

const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: kindWords,
  class: classWords,
  environment: environmentWords,
  status: statusWords,
  band: bandWords,
  ownerState: ownerStateWords,
  privilege: privilegeWords,
  usage: usageWords,
  age: ageWords,
  rotation: rotationWords,
  findings: { yes: "With open findings", no: "Without findings" },
  exposed: { yes: "Anybody can reach it" },
  presence: { missing: "No longer listed by its source" },
};

/** A filter's value in a reader's words; names of sources, labels and people stay as they are. */
export const valueWord = (key: string, value: string): string => valueWords[key]?.[value] ?? value;

export const factorWords: Record<RiskFactor, string> = {
  owner: "Owner",
  scope: "Scope",
  age: "Age",
  rotation: "Rotation",
  expiry: "Expiry",
  usage: "Usage",
  exposure: "Exposure",
  environment: "Environment",
  third_party: "Third party",
};

export const credentialWords: Record<CredentialKind, string> = {
  access_key: "Access key",
  api_key: "API key",
  pat: "Personal access token",
  oauth_token: "OAuth token",
  client_secret: "Client secret",
  certificate: "Certificate",
  ssh_key: "SSH key",
  password: "Password",
  signing_key: "Signing key",
  service_specific_credential: "Service-specific credential",
  webhook_secret: "Webhook secret",
  stored_secret: "Stored secret",
  federated: "Federated, no stored secret",
};

/** What kind of thing it is, identity or credential. */
export function thingWords(kind: string): string {
  const known: Readonly<Record<string, string>> = { ...credentialWords, ...kindWords };
  return known[kind] ?? kind.replaceAll("_", " ");
}

export const methodWords: Record<OwnerHintMethod, string> = {
  explicit_owner: "Named as owner",
  disabled_owner: "Named as owner, account disabled",
  unnamed_owner: "Named as owner by an id only",
  tag: "Named in a tag",
  creator: "Created it",
  audit_creator: "Created it, by the audit log",
  code_owner: "Owns the code",
  iac: "Wrote its infrastructure code",
  container: "Runs what contains it",
  name_similarity: "Has a similar name",
  name_pattern: "Named for such names",
};

export const principalWords: Record<PrincipalKind, string> = {
  service: "Service",
  account: "Account",
  external_account: "External account",
  identity: "Identity",
  oidc: "OIDC",
  saml: "SAML",
  anyone: "Anyone",
  deleted: "Deleted principal",
  organization: "Organisation",
};
