import type { Environment, IdentityClass, Stage } from "@/lib/domain/identity/identity";
import type { IdentityRecord, StoredSecretRecord } from "@/lib/domain/inventory/source-record";

interface Classified {
  identityClass: IdentityClass;
  environment: Environment;
  stage: Stage;
  vendor: string | null;
}

const byKind: Partial<Record<IdentityRecord["kind"], IdentityClass>> = {
  ai_agent: "ai_tool_token",
  mcp_server: "ai_tool_token",
  app_installation: "third_party",
  oauth_app: "third_party",
  assumable_role: "infrastructure",
  managed_identity: "infrastructure",
  runner: "infrastructure",
  deploy_key: "infrastructure",
  federation_provider: "infrastructure",
};

/** The class that decides thresholds: the provider's own word first, then what the kind implies. */
export function classOf(
  record: IdentityRecord | StoredSecretRecord,
  _connectorId: string,
): Classified {
  return {
    identityClass: record.identityClass ?? byKind[record.kind] ?? "legacy_application",
    environment: record.environment ?? "unknown",
    stage: record.stage ?? "unknown",
    vendor: record.vendor ?? null,
  };
}
