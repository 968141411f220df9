import { describe, expect, it } from "vitest";
import { classify, type Classifiable } from "./classify";
import { environmentOfText } from "./surroundings";

const record = (changes: Partial<Classifiable>): Classifiable => ({
  connectorId: "aws",
  kind: "iam_user",
  detail: "aws.user",
  name: "billing-export",
  tags: {},
  attributes: {},
  ...changes,
});

describe("the class of an identity", () => {
  it.each([
    ["ai_model_credential", { name: "OPENAI_API_KEY", kind: "stored_secret" }],
    ["ai_model_credential", { detail: "aws.bedrock.api_key", name: "BedrockAPIKey-x1" }],
    ["ai_model_credential", { name: "svc", tags: { app: "llm-gateway" } }],
    ["ai_tool_token", { kind: "mcp_server", name: "jira" }],
    ["ai_tool_token", { kind: "ai_agent", name: "triage" }],
    ["ai_tool_token", { name: "support-agent-token" }],
    ["ai_retrieval_connector", { name: "rag-indexer" }],
    ["ai_retrieval_connector", { name: "PINECONE_API_KEY", kind: "stored_secret" }],
    ["ai_deployment_secret", { name: "sagemaker-execution", kind: "assumable_role" }],
    ["ai_deployment_secret", { name: "MLFLOW_TOKEN", kind: "stored_secret" }],
    ["third_party", { kind: "app_installation", name: "vendor-scan", vendor: "Vendor Inc" }],
    ["third_party", { kind: "assumable_role", name: "partner-audit", vendor: "Auditor" }],
    ["infrastructure", { kind: "runner", name: "linux-large-01" }],
    ["infrastructure", { kind: "assumable_role", name: "eks-node" }],
    ["infrastructure", { name: "terraform-apply" }],
    ["infrastructure", { kind: "managed_identity", detail: "aws.service_linked_role" }],
    ["legacy_application", { name: "billing-export" }],
    ["legacy_application", { name: "storage-migration" }],
    ["legacy_application", { name: "newspaper-agency" }],
  ] as const)("is %s for %j", (expected, changes) => {
    expect(classify(record(changes as Partial<Classifiable>)).identityClass).toBe(expected);
  });

  it("keeps what the provider states", () => {
    const stated = record({
      name: "openai-prod-training",
      identityClass: "third_party",
      environment: "test",
      stage: "build",
    });
    expect(classify(stated)).toEqual({
      identityClass: "third_party",
      environment: "test",
      stage: "build",
    });
  });
});

describe("the environment", () => {
  it.each([
    ["production", { tags: { Environment: "prod" }, name: "x-dev" }],
    ["staging", { tags: { env: "pre-prod" } }],
    ["test", { name: "non-prod-loader" }],
    ["development", { name: "api-dev" }],
    ["production", { name: "ApiProdWriter" }],
    ["production", { attributes: { environment: "production" } }],
    ["production", { attributes: { path: "/prod/" } }],
    ["staging", { container: "acme-staging" }],
    ["unknown", { name: "device-registry" }],
    ["unknown", { name: "product-search" }],
    ["unknown", { name: "delivery" }],
  ] as const)("is %s for %j", (expected, changes) => {
    expect(classify(record(changes as Partial<Classifiable>)).environment).toBe(expected);
  });

  it("is read from an ARN", () => {
    expect(environmentOfText("arn:aws:s3:::acme-prod-logs/*")).toBe("production");
  });
});

describe("the stage", () => {
  it.each([
    ["build", "ci-builder"],
    ["deployment", "argocd-deployer"],
    ["training", "fraud-training"],
    ["inference", "fraud-serving"],
    ["test", "e2e-runner"],
    ["unknown", "billing-export"],
  ] as const)("is %s for %s", (expected, name) => {
    expect(classify(record({ name })).stage).toBe(expected);
  });
});
