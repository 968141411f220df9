import { unknown } from "@/lib/domain/evidence";
import { addGrants, serviceOf, source } from "./aws-shared";
import { awsAccounts, duties, vendors } from "./company";
import {
  addIdentity,
  addOwnerHints,
  addTrust,
  lifeOf,
  padded,
  privilegeOf,
  type World,
} from "./world";

const trustKinds = [
  ["service", 66],
  ["oidc", 14],
  ["identity", 12],
  ["external_account", 6],
  ["deleted", 2],
] as const;

export function role(world: World, index: number): void {
  const { draw } = world;
  const id = `AROASAMPLE${padded(index)}`;
  const trust = draw.weighted(trustKinds);
  const vendor = trust === "external_account" ? draw.pick(vendors) : undefined;
  const base = vendor === undefined ? serviceOf(world) : vendor.toLowerCase().replaceAll(" ", "-");
  const name = world.name(base, vendor === undefined ? draw.pick(duties) : "integration");
  const verdict = draw.weighted(
    trust === "service" || trust === "identity"
      ? ([["narrow", 1]] as const)
      : ([
          ["narrow", 74],
          ["weak", 22],
          ["open", 2],
          ["unknown", 2],
        ] as const),
  );
  const life = lifeOf(world, { source, oldest: 1700, expiresWithin: null });
  const container = draw.pick(awsAccounts).id;
  const isUntracked = draw.chance(0.1);
  const privilege = privilegeOf(world, source);
  addIdentity(world, {
    externalId: id,
    kind: "assumable_role",
    detail: trust === "external_account" ? "aws.role.cross_account" : `aws.role.${trust}`,
    custody: "assumable_role",
    name,
    status: "active",
    container,
    ...(vendor === undefined ? {} : { vendor }),
    facts: {
      ...life.facts,
      ...(isUntracked
        ? { lastUsedAt: unknown("not_tracked_yet", "AWS tracks 400 days and shows no use in them") }
        : {}),
      privilege,
    },
  });
  addTrust(world, {
    externalId: `${id}/trust/0`,
    identityExternalId: id,
    principalKind: trust,
    principal: principals[trust],
    verdict: trust === "deleted" ? "weak" : verdict,
    because: trust === "deleted" ? "The principal was deleted" : because[verdict],
  });
  addGrants(world, id, name, privilege);
  addOwnerHints(world, id);
}

const principals: Record<(typeof trustKinds)[number][0], string> = {
  service: "ecs-tasks.amazonaws.com",
  oidc: "token.actions.githubusercontent.com",
  identity: "arn:aws:iam::111122223333:role/platform-base",
  external_account: "210987654321",
  deleted: "AIDASAMPLEDELETED",
};
const because = {
  narrow: "One named principal",
  weak: "It trusts more than it names: a whole account or any branch",
  open: "No subject is required: anyone with a token of the provider",
  unknown: "The condition could not be read",
} as const;

export function platformRole(world: World, index: number): void {
  const service = world.draw.pick(["autoscaling", "eks", "rds", "guardduty", "backup", "config"]);
  addIdentity(world, {
    externalId: `AROASAMPLESLR${padded(index)}`,
    kind: "managed_identity",
    detail: "aws.service_linked_role",
    custody: "managed_identity",
    name: world.unique(`AWSServiceRoleFor-${service}`),
    status: "active",
    container: world.draw.pick(awsAccounts).id,
    facts: {
      ...lifeOf(world, { source, useUnknown: 0.1, expiresWithin: null }).facts,
      privilege: privilegeOf(world, source, [
        ["read", 60],
        ["write", 40],
      ]),
      exposure: world.fact({ public: false, because: "Only the service can use it" }, source),
    },
  });
}
