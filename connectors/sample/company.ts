/** Acme Robotics: a company that does not exist. */
const givenNames = [
  "ada",
  "amir",
  "bea",
  "carlos",
  "chen",
  "dalia",
  "emre",
  "fatou",
  "gita",
  "hana",
  "ivan",
  "jonas",
  "kaya",
  "leila",
  "marta",
  "nadia",
  "omar",
  "priya",
  "quinn",
  "rosa",
  "sven",
  "tomas",
  "uma",
  "wei",
] as const;
const familyNames = [
  "abara",
  "bauer",
  "castro",
  "dubois",
  "eriksen",
  "fischer",
  "garcia",
  "haddad",
  "ito",
  "jansen",
  "kowalski",
  "lindgren",
  "moreau",
  "novak",
  "okafor",
  "petrov",
] as const;

/** 96 people, as their addresses. */
export const people: readonly string[] = givenNames.flatMap((given, index) =>
  [0, 4, 8, 12].map(
    (shift) =>
      `${given}.${familyNames[(index + shift) % familyNames.length]}@acme-robotics.example`,
  ),
);
export const teams = [
  "platform-team@acme-robotics.example",
  "devops@acme-robotics.example",
  "data-team@acme-robotics.example",
  "it-support@acme-robotics.example",
] as const;

export const services = [
  "fleet-telemetry",
  "arm-controller",
  "path-planner",
  "billing",
  "checkout",
  "warehouse-sync",
  "parts-catalog",
  "firmware-ota",
  "customer-portal",
  "crm-bridge",
  "hr-export",
  "support-desk",
  "sim-farm",
  "torque-logs",
  "route-optimizer",
  "safety-monitor",
  "inventory-api",
  "payments",
  "docs-site",
  "quality-reports",
  "shipment-labels",
  "badge-access",
  "mail-relay",
  "search-index",
] as const;
export const aiServices = [
  "rag-indexer",
  "support-agent",
  "vision-training",
  "vision-inference",
  "embeddings-sync",
  "llm-gateway",
  "claude-review",
  "openai-summaries",
  "sagemaker-grasping",
  "bedrock-chat",
  "copilot-docs",
  "vector-store",
  "mlflow-tracking",
  "agent-scheduler",
] as const;
export const duties = [
  "reader",
  "writer",
  "exporter",
  "backup",
  "deployer",
  "worker",
  "sync",
  "importer",
  "monitor",
] as const;
export const environments = [
  ["prod", 44],
  ["staging", 20],
  ["dev", 18],
  ["test", 8],
  ["", 10],
] as const;

export const awsAccounts = [
  { id: "111122223333", name: "acme-prod" },
  { id: "444455556666", name: "acme-staging" },
  { id: "777788889999", name: "acme-dev" },
  { id: "123456789012", name: "acme-ml" },
] as const;
export const repositories = [
  ...services.map((service) => `acme-robotics/${service}`),
  ...aiServices.map((service) => `acme-robotics/${service}`),
  "acme-robotics/infrastructure",
  "acme-robotics/handbook",
];
export const vendors = [
  "Northwind Observability",
  "Contoso Build",
  "Fabrikam Scan",
  "Tailspin Tickets",
  "Litware Deploy",
  "Proseware Analytics",
  "Adatum Backup",
  "Wingtip Chat",
] as const;
