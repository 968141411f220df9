import { unknown } from "@/lib/domain/evidence";
import type { SourceRecord } from "../contract";
import { aiServices, duties, services } from "./company";
import { registration, slackBot } from "./apps-world";
import {
  addCredential,
  addIdentity,
  addOwnerHints,
  addTrust,
  lifeOf,
  openWorld,
  padded,
  privilegeOf,
  type World,
} from "./world";

const providers = [
  ["openai", "OpenAI project", 60],
  ["anthropic", "Anthropic workspace", 28],
  ["huggingface", "Hugging Face organisation", 12],
] as const;

/** Model keys, service accounts, agents, MCP servers, and the apps and bots of chat and sign-in. */
export function aiAndAppRecords(now: Date): SourceRecord[] {
  const world = openWorld("ai-and-apps", now);
  for (let index = 0; index < 185; index += 1) modelKey(world, index);
  for (let index = 0; index < 130; index += 1) serviceAccount(world, index);
  for (let index = 0; index < 50; index += 1) agent(world, index);
  for (let index = 0; index < 75; index += 1) mcpServer(world, index);
  for (let index = 0; index < 60; index += 1) registration(world, index);
  for (let index = 0; index < 40; index += 1) slackBot(world, index);
  return world.records;
}

function modelKey(world: World, index: number): void {
  const { draw } = world;
  const [provider, container] = draw.weighted(
    providers.map(([id, name, weight]) => [[id, name] as const, weight] as const),
  );
  const source = `sample ${provider}`;
  const id = `sample-model-key-${padded(index)}`;
  const life = lifeOf(world, {
    source,
    oldest: 420,
    rotates: "new_key",
    expiresWithin: 85,
    neverExpires: 0.45,
  }).facts;
  addIdentity(world, {
    externalId: id,
    kind: "api_key",
    detail: `${provider}.project_key`,
    identityClass: "ai_model_credential",
    name: world.name(draw.pick(aiServices), "key"),
    container: `${container} ${draw.pick(["research", "support", "products"])}`,
    facts: {
      ...life,
      privilege:
        provider === "openai"
          ? unknown("not_offered", "OpenAI does not return the scopes of a key")
          : privilegeOf(world, source, [
              ["read", 30],
              ["write", 62],
              ["high", 5],
              ["admin", 3],
            ]),
    },
  });
  addCredential(world, {
    externalId: `${id}/secret`,
    identityExternalId: id,
    kind: "api_key",
    name: "API key",
    status: "active",
    fingerprint: `${provider} …${draw.chance(0.05) ? "shared" : padded(index, 4)}`,
    facts: life,
  });
  addOwnerHints(world, id);
}

function serviceAccount(world: World, index: number): void {
  const { draw } = world;
  const source = "sample cloud project";
  const id = `sample-service-account-${padded(index)}`;
  const ai = draw.chance(0.6);
  addIdentity(world, {
    externalId: id,
    kind: "service_account",
    detail: ai ? "openai.service_account" : "gcp.service_account",
    name: world.name(draw.pick(ai ? aiServices : services), draw.pick(duties)),
    container: ai ? "OpenAI project products" : "acme-robotics-data",
    facts: {
      ...lifeOf(world, { source, oldest: 1100 }).facts,
      privilege: privilegeOf(world, source),
    },
  });
  if (!ai && draw.chance(0.5)) {
    addCredential(world, {
      externalId: `${id}/key`,
      identityExternalId: id,
      kind: "signing_key",
      name: `Key ${padded(index, 4)}`,
      status: "active",
      facts: lifeOf(world, {
        source,
        oldest: 500,
        rotates: "new_key",
        expiresWithin: 300,
        neverExpires: 0.3,
      }).facts,
    });
  }
  addOwnerHints(world, id);
}

function agent(world: World, index: number): void {
  const { draw, fact } = world;
  const source = "sample agent registry";
  const id = `sample-agent-${padded(index)}`;
  addIdentity(world, {
    externalId: id,
    kind: "ai_agent",
    detail: "entra.agent_identity",
    custody: "managed_identity",
    name: world.name(
      draw.pick(["triage", "code-review", "invoice", "support", "scheduling", "parts-lookup"]),
      "agent",
    ),
    container: "acme-robotics.example",
    facts: {
      ...lifeOf(world, { source, oldest: 260 }).facts,
      privilege: privilegeOf(world, source, [
        ["read", 40],
        ["write", 44],
        ["high", 10],
        ["unknown", 6],
      ]),
      exposure: fact(
        { public: false, because: "Only people of the organisation can call it" },
        source,
      ),
    },
  });
  addTrust(world, {
    externalId: `${id}/trust`,
    identityExternalId: id,
    principalKind: "service",
    principal: "agent runtime",
    verdict: draw.chance(0.9) ? "narrow" : "weak",
    because: "The runtime signs in with a federated token",
  });
  addOwnerHints(world, id);
}

function mcpServer(world: World, index: number): void {
  const { draw, fact } = world;
  const source = "sample MCP client configuration";
  const id = `sample-mcp-${padded(index)}`;
  const remote = draw.chance(0.4);
  addIdentity(world, {
    externalId: id,
    kind: "mcp_server",
    detail: remote ? "mcp.http" : "mcp.stdio",
    name: world.unique(
      draw.pick(["jira", "github", "postgres", "filesystem", "slack", "figma", "sentry", "search"]),
    ),
    container: draw.pick(["design workspace", "support workspace", "developer laptops"]),
    facts: {
      ...lifeOf(world, { source, oldest: 300, useUnknown: 0.7 }).facts,
      privilege: privilegeOf(world, source, [
        ["read", 35],
        ["write", 40],
        ["unknown", 25],
      ]),
      exposure: fact(
        remote && draw.chance(0.1)
          ? { public: true, because: "The server answers without authentication" }
          : { public: false, because: "Only the local client reaches it" },
        source,
      ),
    },
  });
  if (draw.chance(0.6)) {
    addCredential(world, {
      externalId: `${id}/token`,
      identityExternalId: id,
      kind: "oauth_token",
      name: "Token in the configuration file",
      status: "active",
      facts: lifeOf(world, { source, oldest: 300, rotates: "new_key", useUnknown: 0.8 }).facts,
    });
  }
  addOwnerHints(world, id);
}
