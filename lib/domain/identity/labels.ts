import type { CredentialKind, CredentialStatus } from "../credential/credential";
import type { RotationState } from "../risk/factors/rotation";
import type { RiskBand, RiskFactor } from "../risk/risk";
import type {
  Custody,
  Environment,
  IdentityClass,
  IdentityKind,
  IdentityStatus,
  PrivilegeLevel,
  Stage,
} from "./identity";

/** The words people read for every code that the domain knows. Sentence case, one meaning each. */
export const identityKindLabels: Record<IdentityKind, string> = {
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
  runner: "Self-hosted runner",
  personal_access_token: "Personal access token",
  deploy_key: "Deploy key",
  api_key: "API key",
  stored_secret: "Stored secret",
  webhook: "Webhook",
  federation_provider: "Federation provider",
  database_role: "Database role",
};

export const identityClassLabels: Record<IdentityClass, string> = {
  ai_model_credential: "AI model credential",
  ai_tool_token: "AI tool token",
  ai_retrieval_connector: "AI retrieval connector",
  ai_deployment_secret: "AI deployment secret",
  legacy_application: "Legacy application",
  infrastructure: "Infrastructure",
  third_party: "Third party",
};

export const environmentLabels: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  test: "Test",
  development: "Development",
  unknown: "Unknown",
};

export const stageLabels: Record<Stage, string> = {
  build: "Build",
  test: "Test",
  training: "Training",
  inference: "Inference",
  deployment: "Deployment",
  unknown: "Unknown",
};

export const identityStatusLabels: Record<IdentityStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  suspended: "Suspended",
  pending: "Pending",
  unknown: "Unknown",
};

export const privilegeLabels: Record<PrivilegeLevel, string> = {
  none: "None",
  read: "Read",
  write: "Write",
  high: "High",
  admin: "Administrator",
  unknown: "Unknown",
};

export const custodyLabels: Record<Custody, string> = {
  app_registration: "Your organisation holds its secret",
  assumable_role: "Trusted at use time, no stored secret",
  managed_identity: "The platform holds and rotates its secret",
};

export const credentialKindLabels: Record<CredentialKind, string> = {
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

export const credentialStatusLabels: Record<CredentialStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  revoked: "Revoked",
  unknown: "Unknown",
};

export const riskBandLabels: Record<RiskBand, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unknown: "Unknown",
};

export const riskFactorLabels: Record<RiskFactor, string> = {
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

export const rotationStateLabels: Record<RotationState, string> = {
  over_policy: "Over policy",
  within_policy: "Within policy",
  never: "Never rotated",
  unknown: "Unknown",
  not_applicable: "Nothing to rotate",
};

export const ownerStateLabels: Record<"confirmed" | "inferred" | "none", string> = {
  confirmed: "Confirmed",
  inferred: "Inferred",
  none: "No owner",
};
