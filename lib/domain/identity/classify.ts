import type { Environment, IdentityClass, IdentityKind, Stage } from "./identity";
import { environmentIn, stageIn } from "./surroundings";

/** What the classification may look at: a record as its connector lists it. */
export interface Classifiable {
  connectorId: string;
  kind: IdentityKind;
  detail: string;
  name: string;
  description?: string;
  tags: Readonly<Record<string, string>>;
  container?: string;
  vendor?: string;
  attributes: Readonly<Record<string, unknown>>;
  identityClass?: IdentityClass;
  environment?: Environment;
  stage?: Stage;
}

export interface Classification {
  identityClass: IdentityClass;
  environment: Environment;
  stage: Stage;
}

/** A word between separators or at a camel-case border: `openai-key`, `OPENAI_API_KEY`, `svc.openai`. */
const word = (alternatives: string): RegExp =>
  new RegExp(`(?:^|[^a-z])(?:${alternatives})(?:$|[^a-z])`, "i");

const retrieval = word(
  "rag|retrieval|retriever|embeddings?|vector(?:s|db|store)?|pinecone|weaviate|qdrant|milvus|chroma|knowledge[-_ ]?base|pgvector",
);
const tool = word(
  "mcp|agents?|agentic|copilot|langgraph|langchain|autogen|crewai|tool[-_ ]?(?:use|call)",
);
const model = word(
  "openai|anthropic|claude|gpt|gemini|bedrock|vertex[-_ ]?ai|mistral|cohere|llm|hugging[-_ ]?face|hf|azure[-_ ]?openai|litellm|openrouter|groq|perplexity|deepseek",
);
const deployment = word(
  "mlflow|sagemaker|model[-_ ]?(?:serving|deploy|registry)|inference|fine[-_ ]?tun(?:e|ing)|training|ml[-_ ]?ops|kubeflow|vllm|triton|wandb|weights[-_ ]?and[-_ ]?biases",
);

const modelDetails = /(?:^|\.)(?:bedrock|openai|anthropic|huggingface|mistral|cohere)(?:\.|$)/i;
const infrastructureKinds = new Set<IdentityKind>([
  "runner",
  "federation_provider",
  "managed_identity",
]);
const infrastructure = word(
  "terraform|pulumi|ansible|cloudformation|cdk|argo(?:cd)?|flux|kube(?:let|rnetes)?|k8s|eks|ecs|ec2|node|cluster|backup|replication|replicator|monitoring|prometheus|datadog|grafana|autoscal(?:er|ing)|ci|cd|jenkins|github[-_ ]?actions|gitlab|circleci|deploy(?:er|ment)?|runner",
);
const thirdPartyKinds = new Set<IdentityKind>(["app_installation", "oauth_app"]);
const infrastructureDetail =
  /^aws\.(?:service_linked_role|role\.(?:ec2|ecs|eks|ssm|autoscaling|elasticloadbalancing|cloudformation))\b|^postgres\.replication/;

/** C1: the class, environment and stage of a record; what its provider states is never overruled. */
export function classify(record: Classifiable): Classification {
  const text = textOf(record);
  return {
    identityClass: record.identityClass ?? classOf(record, text),
    environment: record.environment ?? environmentIn(record),
    stage: record.stage ?? stageIn(record.tags, text),
  };
}

/** Kinds decide first, then the words for the narrowest use, then the provider. */
function classOf(record: Classifiable, text: string): IdentityClass {
  const ai = aiClassOf(record, text);
  if (ai !== undefined) return ai;
  if (record.vendor !== undefined || thirdPartyKinds.has(record.kind)) return "third_party";
  if (
    infrastructureKinds.has(record.kind) ||
    infrastructureDetail.test(record.detail) ||
    infrastructure.test(text)
  )
    return "infrastructure";
  return "legacy_application";
}

function aiClassOf(record: Classifiable, text: string): IdentityClass | undefined {
  if (record.kind === "mcp_server" || record.kind === "ai_agent") return "ai_tool_token";
  if (retrieval.test(text)) return "ai_retrieval_connector";
  if (modelDetails.test(record.detail)) return "ai_model_credential";
  if (deployment.test(text)) return "ai_deployment_secret";
  if (tool.test(text) && !/user[-_ ]?agent/i.test(text)) return "ai_tool_token";
  if (model.test(text)) return "ai_model_credential";
  return undefined;
}

function textOf({ name, description, tags, attributes }: Classifiable): string {
  const path = typeof attributes.path === "string" ? attributes.path : "";
  const tagged = Object.entries(tags).flatMap(([key, value]) =>
    /^(?:app|application|service|workload|component|project|purpose|system|name)$/i.test(key)
      ? [value]
      : [],
  );
  return [spaced(name), path, description ?? "", ...tagged].join(" ");
}

/** `OpenAiKey` reads as `Open Ai Key` to the eye only; the joined form is kept beside it. */
const spaced = (name: string): string => `${name} ${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2")}`;
