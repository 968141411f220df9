import type { Environment, IdentityClass } from "@/lib/domain/identity/identity";

/** GitHub Apps of AI products, by slug. */
const aiApps: readonly (readonly [RegExp, string])[] = [
  [/^(?:copilot|github-copilot)/, "GitHub Copilot"],
  [/^(?:claude|anthropic)/, "Anthropic"],
  [/^(?:chatgpt|openai|codex(?:-|$))/, "OpenAI"],
  [/^cursor(?:-|$)/, "Cursor"],
  [/^devin(?:-|$)/, "Cognition"],
  [/^(?:gemini|google-labs-jules|jules)(?:-|$)/, "Google"],
  [/^coderabbit/, "CodeRabbit"],
  [/^(?:windsurf|codeium)/, "Windsurf"],
  [/^sourcegraph/, "Sourcegraph"],
  [/^(?:greptile|sweep-ai|qodo|codegen(?:-|$)|factory-droid)/, "AI coding tool"],
];

/** The AI product behind an App's slug, or null. */
export const aiVendorOf = (slug: string): string | null =>
  aiApps.find(([pattern]) => pattern.test(slug))?.[1] ?? null;

const modelKey =
  /(?:^|_)(?:OPENAI|ANTHROPIC|CLAUDE|GEMINI|MISTRAL|COHERE|GROQ|TOGETHER|REPLICATE|OPENROUTER|XAI|DEEPSEEK|PERPLEXITY|HUGGING_?FACE|HF|BEDROCK|VERTEX_?AI|LLM)(?:_|$)/;
const retrievalKey = /(?:^|_)(?:PINECONE|WEAVIATE|QDRANT|CHROMA|MILVUS|TURBOPUFFER)(?:_|$)/;
const deploymentKey =
  /(?:^|_)(?:SAGEMAKER|MLFLOW|WANDB|KSERVE|BENTOML|MODAL|RUNPOD|LANGSMITH|LANGFUSE|MODEL_(?:DEPLOY|REGISTRY|SERVING))(?:_|$)/;

/** Class that a secret's name gives away. A model key for one environment is what a deployment uses. */
export function classOfSecret(name: string, inEnvironment: boolean): IdentityClass | undefined {
  const upper = name.toUpperCase();
  if (deploymentKey.test(upper)) return "ai_deployment_secret";
  if (retrievalKey.test(upper)) return "ai_retrieval_connector";
  if (modelKey.test(upper)) return inEnvironment ? "ai_deployment_secret" : "ai_model_credential";
}

const environmentWords: readonly (readonly [RegExp, Environment])[] = [
  [/(?:^|[^a-z])(?:pre-?prod|staging|stage|stg|uat)/, "staging"],
  [/(?:^|[^a-z])(?:prod|production|live|prd)(?:[^a-z]|$)/, "production"],
  [/(?:^|[^a-z])(?:test|testing|qa|ci)(?:[^a-z]|$)/, "test"],
  [/(?:^|[^a-z])(?:dev|development|sandbox|preview)(?:[^a-z]|$)/, "development"],
];

/** The stage of life that a deployment environment's name stands for. */
export const environmentOf = (name: string): Environment =>
  environmentWords.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? "unknown";
