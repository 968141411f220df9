import { aiServices, duties, services, vendors } from "./company";
import {
  addCredential,
  addIdentity,
  addOwnerHints,
  lifeOf,
  padded,
  privilegeOf,
  type World,
} from "./world";

export function registration(world: World, index: number): void {
  const { draw } = world;
  const source = "sample directory";
  const id = `sample-registration-${padded(index)}`;
  const outside = draw.chance(0.2);
  addIdentity(world, {
    externalId: id,
    kind: "app_registration",
    detail: "entra.application",
    custody: "app_registration",
    name: world.name(draw.pick(services), draw.pick(duties)),
    container: "acme-robotics.example",
    ...(outside ? { vendor: draw.pick(vendors) } : {}),
    facts: {
      ...lifeOf(world, { source, oldest: 1500 }).facts,
      privilege: privilegeOf(world, source),
    },
  });
  const certificate = draw.chance(0.3);
  addCredential(world, {
    externalId: `${id}/secret`,
    identityExternalId: id,
    kind: certificate ? "certificate" : "client_secret",
    name: certificate ? "Certificate" : "Client secret",
    status: "active",
    facts: lifeOf(world, {
      source,
      oldest: 380,
      rotates: "new_key",
      expiresWithin: 360,
      neverExpires: 0.05,
    }).facts,
  });
  addOwnerHints(world, id);
}

export function slackBot(world: World, index: number): void {
  const { draw } = world;
  const source = "sample Slack";
  const id = `sample-slack-bot-${padded(index)}`;
  addIdentity(world, {
    externalId: id,
    kind: "bot_user",
    detail: "slack.bot_user",
    name: world.unique(`${draw.pick([...services, ...aiServices])}-bot`),
    container: "acme-robotics.slack.example",
    facts: {
      ...lifeOf(world, { source, useUnknown: 0.6 }).facts,
      privilege: privilegeOf(world, source, [
        ["read", 45],
        ["write", 50],
        ["admin", 5],
      ]),
    },
  });
  addOwnerHints(world, id);
}
