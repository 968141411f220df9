import { unknown } from "@/lib/domain/evidence";
import type { SourceRecord } from "../contract";
import { aiServices, duties, services } from "./company";
import {
  addCredential,
  addGrant,
  addIdentity,
  addOwnerHints,
  lifeOf,
  openWorld,
  padded,
  privilegeOf,
  type World,
} from "./world";

const source = "sample PostgreSQL";
const servers = ["orders-prod", "telemetry-prod", "warehouse-staging", "vectors-prod"] as const;

/** Roles of four database servers. */
export function databaseRecords(now: Date): SourceRecord[] {
  const world = openWorld("postgresql", now);
  for (let index = 0; index < 170; index += 1) databaseRole(world, index);
  return world.records;
}

function databaseRole(world: World, index: number): void {
  const { draw, fact } = world;
  const id = `sample-role-${padded(index)}`;
  const canLogIn = draw.chance(0.82);
  const superuser = draw.chance(0.03);
  const life = {
    ...lifeOf(world, { source, useUnknown: 0.35, expiresWithin: 300, neverExpires: 0.55 }).facts,
    createdAt: unknown("not_offered", "PostgreSQL does not record when a role was created"),
    createdBy: unknown("not_offered", "PostgreSQL does not record who created a role"),
    lastRotatedAt: unknown("not_offered", "PostgreSQL does not record when a password was changed"),
  };
  addIdentity(world, {
    externalId: id,
    kind: "database_role",
    detail: canLogIn ? "postgresql.role.login" : "postgresql.role.group",
    name: world
      .name(draw.pick(draw.chance(0.2) ? aiServices : services), draw.pick(duties))
      .replaceAll("-", "_"),
    status: "active",
    container: draw.pick(servers),
    attributes: { canLogIn, connectionLimit: draw.chance(0.4) ? draw.int(2, 40) : "none" },
    facts: {
      ...life,
      privilege: superuser
        ? fact({ level: "admin", reasons: ["The role is a superuser."] }, source)
        : privilegeOf(world, source, [
            ["read", 52],
            ["write", 38],
            ["high", 6],
            ["unknown", 4],
          ]),
    },
  });
  if (canLogIn)
    addCredential(world, {
      externalId: `${id}/password`,
      identityExternalId: id,
      kind: "password",
      name: "Password",
      status: "active",
      facts: life,
    });
  addGrant(world, {
    externalId: `${id}/grant`,
    identityExternalId: id,
    service: superuser ? "server" : "database",
    entitlement: superuser ? "SUPERUSER" : "CONNECT",
    target: superuser ? "server" : draw.pick(services),
    via: superuser ? "role attribute" : "default privileges",
    level: superuser ? "admin" : "read",
    conditional: false,
  });
  addOwnerHints(world, id);
}
