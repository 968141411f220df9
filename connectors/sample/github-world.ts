import type { SourceRecord } from "../contract";
import { people, repositories, services, vendors } from "./company";
import { actionsSecret, machineUser, runner, webhook } from "./github-automation";
import { addSecret, organisation, source } from "./github-shared";
import {
  addIdentity,
  addOwnerHints,
  lifeOf,
  openWorld,
  padded,
  privilegeOf,
  type World,
} from "./world";

/** Tokens, keys, apps, secrets, runners and hooks of one organisation. */
export function githubRecords(now: Date): SourceRecord[] {
  const world = openWorld("github", now);
  for (let index = 0; index < 180; index += 1) token(world, index);
  for (let index = 0; index < 110; index += 1) deployKey(world, index);
  for (let index = 0; index < 28; index += 1) app(world, index, "app_installation");
  for (let index = 0; index < 22; index += 1) app(world, index, "oauth_app");
  for (let index = 0; index < 250; index += 1) actionsSecret(world, index);
  for (let index = 0; index < 45; index += 1) runner(world, index);
  for (let index = 0; index < 75; index += 1) webhook(world, index);
  for (let index = 0; index < 24; index += 1) machineUser(world, index);
  return world.records;
}

function token(world: World, index: number): void {
  const { draw } = world;
  const id = `sample-pat-${padded(index)}`;
  const classic = draw.chance(0.22);
  const owner = draw.pick(people);
  const createdBy = world.fact(owner, source);
  const life = lifeOf(world, {
    source,
    oldest: 500,
    rotates: "new_key",
    expiresWithin: 180,
    neverExpires: classic ? 0.5 : 0.08,
  }).facts;
  const purpose = draw.pick([...services, "laptop", "cli", "jenkins", "release-bot", "mcp-github"]);
  addIdentity(world, {
    externalId: id,
    kind: "personal_access_token",
    detail: classic ? "github.classic_pat" : "github.fgpat",
    name: world.unique(purpose),
    status: "active",
    container: organisation,
    attributes: { repositorySelection: draw.chance(0.2) ? "all" : "subset" },
    facts: {
      ...life,
      createdBy,
      privilege: privilegeOf(world, source, [
        ["read", 50],
        ["write", 38],
        ["high", 9],
        ["admin", 3],
      ]),
    },
  });
  addSecret(world, id, "pat", { ...life, createdBy });
  world.records.push({
    type: "owner_hint",
    identityExternalId: id,
    method: "explicit_owner",
    candidate: owner,
    evidence: "owner of the token",
  });
}

function deployKey(world: World, index: number): void {
  const { draw } = world;
  const id = `sample-deploy-key-${padded(index)}`;
  const readOnly = draw.chance(0.76);
  const life = lifeOf(world, {
    source,
    rotates: "new_key",
    expiresWithin: null,
    oldest: 700,
  }).facts;
  addIdentity(world, {
    externalId: id,
    kind: "deploy_key",
    detail: "github.deploy_key",
    name: world.name(draw.pick(services), "deploy-key"),
    status: "active",
    container: draw.pick(repositories),
    attributes: { readOnly },
    facts: {
      ...life,
      privilege: world.fact(
        {
          level: readOnly ? "read" : "high",
          reasons: [
            readOnly ? "Reads one repository." : "Pushes to one repository as an admin can.",
          ],
        },
        source,
      ),
      exposure: world.fact({ public: false, because: "Only holders of the private key" }, source),
    },
  });
  const shared = draw.chance(0.07);
  const print = shared ? `shared-${draw.int(1, 3)}` : padded(index);
  addSecret(world, id, "ssh_key", life, `SHA256:sample-${print}`);
  addOwnerHints(world, id);
}

function app(world: World, index: number, kind: "app_installation" | "oauth_app"): void {
  const { draw } = world;
  const vendor = draw.pick(vendors);
  const id = `sample-${kind}-${padded(index)}`;
  addIdentity(world, {
    externalId: id,
    kind,
    detail: `github.${kind}`,
    custody: "app_registration",
    name: world.unique(vendor.toLowerCase().replaceAll(" ", "-")),
    status: draw.chance(0.9) ? "active" : "suspended",
    vendor,
    container: organisation,
    attributes: { repositorySelection: draw.chance(0.5) ? "all" : "selected" },
    facts: {
      ...lifeOf(world, { source, useUnknown: 0.8, oldest: 1200 }).facts,
      privilege: privilegeOf(world, source, [
        ["read", 45],
        ["write", 38],
        ["high", 12],
        ["admin", 5],
      ]),
    },
  });
  addOwnerHints(world, id);
}
