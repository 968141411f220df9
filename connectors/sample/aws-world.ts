import type { SourceRecord } from "../contract";
import { aiServices, awsAccounts, duties, services } from "./company";
import { addGrants, serviceOf, source } from "./aws-shared";
import { role, platformRole } from "./aws-roles";
import {
  addCredential,
  addIdentity,
  addOwnerHints,
  lifeOf,
  openWorld,
  padded,
  privilegeOf,
  type World,
} from "./world";

/** Users with keys, roles with trusts, platform roles, providers and managed secrets of four accounts. */
export function awsRecords(now: Date): SourceRecord[] {
  const world = openWorld("aws", now);
  for (const account of awsAccounts) rootUser(world, account.id);
  for (let index = 0; index < 250; index += 1) iamUser(world, index);
  for (let index = 0; index < 400; index += 1) role(world, index);
  for (let index = 0; index < 120; index += 1) platformRole(world, index);
  for (let index = 0; index < 8; index += 1) provider(world, index);
  for (let index = 0; index < 240; index += 1) managedSecret(world, index);
  return world.records;
}

function rootUser(world: World, account: string): void {
  const { fact, ago } = world;
  const id = `arn:aws:iam::${account}:root`;
  const withKey = account === "777788889999";
  addIdentity(world, {
    externalId: id,
    kind: "iam_user",
    detail: "aws.root",
    name: `Root user of ${account}`,
    status: "active",
    container: account,
    tags: { purpose: "break-glass" },
    attributes: { rootAccessKeys: withKey, mfa: true },
    facts: {
      ...lifeOf(world, { source, oldest: 2400 }).facts,
      createdAt: fact(ago(2500), source),
      lastUsedAt: fact(ago(320), source),
      privilege: fact(
        { level: "admin", reasons: ["The root user can do everything in the account."] },
        source,
      ),
      interactive: fact(true, source),
    },
  });
  if (withKey) accessKey(world, id, "ROOT", 1900);
}

function accessKey(world: World, identity: string, key: string, days: number): void {
  const { fact, ago } = world;
  const created = fact(ago(days), source);
  addCredential(world, {
    externalId: `${identity}/key/${key}`,
    identityExternalId: identity,
    kind: "access_key",
    name: `Access key ${key}`,
    status: world.draw.chance(0.93) ? "active" : "disabled",
    fingerprint: `AKIASAMPLE${key}`,
    facts: {
      ...lifeOf(world, { source, rotates: "new_key", expiresWithin: null }).facts,
      createdAt: created,
      lastRotatedAt: created,
    },
  });
}

function iamUser(world: World, index: number): void {
  const { draw, fact } = world;
  const id = `AIDASAMPLE${padded(index)}`;
  const name = world.name(serviceOf(world), draw.pick(duties));
  const account = draw.pick(awsAccounts);
  const life = lifeOf(world, { source, oldest: 1900 });
  const privilege = privilegeOf(world, source);
  addIdentity(world, {
    externalId: id,
    kind: "iam_user",
    detail: "aws.iam_user",
    custody: "app_registration",
    name,
    container: account.id,
    attributes: { arn: `arn:aws:iam::${account.id}:user/${name}`, path: "/service/" },
    facts: {
      ...life.facts,
      privilege,
      interactive: fact(draw.chance(0.04), source),
      exposure: fact({ public: false, because: "Only holders of its keys can use it" }, source),
    },
  });
  for (let key = 0; key < (draw.chance(0.2) ? 2 : 1); key += 1) {
    const days = draw.weighted([
      [draw.int(1, 88), 68],
      [draw.int(91, 200), 18],
      [draw.int(201, 1600), 14],
    ]);
    accessKey(world, id, padded(index * 2 + key), world.neglected ? 1500 : days);
  }
  if (name.includes("bedrock")) bedrockKey(world, id, index);
  addGrants(world, id, name, privilege);
  addOwnerHints(world, id);
}

function bedrockKey(world: World, identity: string, index: number): void {
  addCredential(world, {
    externalId: `${identity}/bedrock`,
    identityExternalId: identity,
    kind: "service_specific_credential",
    name: `BedrockAPIKey-${padded(index, 4)}`,
    status: "active",
    attributes: { service: "bedrock.amazonaws.com" },
    facts: lifeOf(world, { source, rotates: "new_key", expiresWithin: 90, neverExpires: 0.4 })
      .facts,
  });
}

function provider(world: World, index: number): void {
  const issuer = [
    "token.actions.githubusercontent.com",
    "app.terraform.io",
    "sso.acme-robotics.example",
  ];
  addIdentity(world, {
    externalId: `sample-provider-${index}`,
    kind: "federation_provider",
    detail: "aws.oidc_provider",
    name: world.unique(issuer[index % issuer.length]!),
    status: "active",
    container: awsAccounts[index % awsAccounts.length]!.id,
    facts: {
      ...lifeOf(world, { source, expiresWithin: null }).facts,
      privilege: world.fact({ level: "none", reasons: ["It only proves who asks."] }, source),
    },
  });
}

function managedSecret(world: World, index: number): void {
  const { draw } = world;
  const id = `sample-secret-${padded(index)}`;
  const life = lifeOf(world, { source, rotates: "in_place" }).facts;
  const ai = draw.chance(0.22);
  const name = world.unique(
    `${draw.pick(["prod", "staging", "dev"])}/${draw.pick(ai ? aiServices : services)}/${draw.pick(ai ? ["openai-key", "pinecone-key", "hugging-face-token"] : ["database", "smtp", "signing-key", "webhook", "api-token"])}`,
  );
  const enabled = draw.chance(0.7);
  world.records.push({
    type: "stored_secret",
    externalId: id,
    kind: "stored_secret",
    detail: "aws.secret",
    name,
    status: "active",
    container: draw.pick(awsAccounts).id,
    tags: {},
    attributes: { rotationEnabled: enabled },
    readableBy: "principals that its resource policy names",
    facts: {
      ...life,
      privilege: privilegeOf(world, source, [
        ["read", 40],
        ["write", 35],
        ["unknown", 25],
      ]),
      exposure: world.fact(
        { public: false, because: "No resource policy lets outsiders in" },
        source,
      ),
    },
  });
  addOwnerHints(world, id);
}
