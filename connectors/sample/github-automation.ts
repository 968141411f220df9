import { unknown } from "@/lib/domain/evidence";
import { duties, repositories, services } from "./company";
import { addSecret, organisation, source } from "./github-shared";
import { addIdentity, addOwnerHints, lifeOf, padded, privilegeOf, type World } from "./world";

const secretNames = [
  "SONAR_TOKEN",
  "NPM_PUBLISH_TOKEN",
  "SLACK_WEBHOOK_URL",
  "DATABASE_URL",
  "SENTRY_DSN",
  "DEPLOY_SSH_KEY",
  "SIGNING_PASSWORD",
  "REGISTRY_PASSWORD",
  "STRIPE_KEY",
  "SMTP_PASSWORD",
] as const;
const aiSecretNames = [
  "OPENAI_API_KEY",
  "ANTHROPIC_API_KEY",
  "HF_TOKEN",
  "PINECONE_API_KEY",
  "WANDB_API_KEY",
  "MCP_GITHUB_TOKEN",
  "LANGCHAIN_API_KEY",
] as const;

export function actionsSecret(world: World, index: number): void {
  const { draw, fact } = world;
  const id = `sample-actions-secret-${padded(index)}`;
  const scope = draw.weighted([
    ["repository", 62],
    ["environment", 28],
    ["organisation", 10],
  ] as const);
  const visibility = scope !== "organisation" ? "selected" : draw.chance(0.4) ? "all" : "selected";
  const life = lifeOf(world, { source, rotates: "in_place", useUnknown: 0.6, oldest: 900 }).facts;
  world.records.push({
    type: "stored_secret",
    externalId: id,
    kind: "stored_secret",
    detail: "github.secret.actions",
    name: world.unique(draw.pick(draw.chance(0.34) ? aiSecretNames : secretNames)),
    status: "active",
    ...(scope === "environment"
      ? { environment: draw.pick(["production", "staging"] as const) }
      : {}),
    container: scope === "organisation" ? organisation : draw.pick(repositories),
    tags: {},
    attributes: { visibility, level: scope },
    readableBy:
      visibility === "all" ? "workflows of all repositories" : "workflows of one repository",
    facts: {
      ...life,
      privilege: unknown("not_offered", "GitHub does not say what a secret opens"),
      exposure: fact(
        visibility === "all"
          ? { public: true, because: "Workflows of every repository can read it" }
          : { public: false, because: "Only named repositories can read it" },
        source,
      ),
    },
  });
  addOwnerHints(world, id);
}

export function runner(world: World, index: number): void {
  const { draw, fact } = world;
  addIdentity(world, {
    externalId: `sample-runner-${padded(index)}`,
    kind: "runner",
    detail: "github.runner",
    name: `linux-large-${padded(index, 2)}`,
    status: "active",
    container: organisation,
    attributes: { ephemeral: draw.chance(0.7), labels: ["self-hosted", "linux"] },
    facts: {
      ...lifeOf(world, { source, oldest: 300 }).facts,
      privilege: fact(
        { level: "write", reasons: ["Runs jobs with the secrets of their workflow."] },
        source,
      ),
    },
  });
  addOwnerHints(world, `sample-runner-${padded(index)}`);
}

export function webhook(world: World, index: number): void {
  const { draw } = world;
  const id = `sample-webhook-${padded(index)}`;
  const hasSecret = draw.chance(0.85);
  const known = lifeOf(world, { source, oldest: 1000 }).facts;
  const life = hasSecret
    ? {
        ...known,
        lastRotatedAt: unknown("not_offered", "GitHub does not tell when it was last rotated"),
      }
    : known;
  addIdentity(world, {
    externalId: id,
    kind: "webhook",
    detail: "github.webhook",
    name: world.unique(`${draw.pick(services)}.hooks.acme-robotics.example`),
    container: draw.pick(repositories),
    attributes: { signed: hasSecret, tlsVerified: draw.chance(0.96), https: true },
    facts: {
      ...life,
      privilege: world.fact({ level: "none", reasons: ["It only sends."] }, source),
      exposure: world.fact({ public: false, because: "It only sends" }, source),
    },
  });
  if (hasSecret) addSecret(world, id, "webhook_secret", life);
  addOwnerHints(world, id);
}

export function machineUser(world: World, index: number): void {
  const { draw } = world;
  const id = `sample-machine-user-${padded(index)}`;
  addIdentity(world, {
    externalId: id,
    kind: "bot_user",
    detail: "github.machine_user",
    name: world.unique(`acme-${draw.pick(duties)}-bot`),
    container: organisation,
    facts: {
      ...lifeOf(world, { source, useUnknown: 0.3 }).facts,
      privilege: privilegeOf(world, source),
      interactive: world.fact(true, source),
    },
  });
  addOwnerHints(world, id);
}
