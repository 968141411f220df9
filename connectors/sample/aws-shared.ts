import { aiServices, services } from "./company";
import { addGrant, type World } from "./world";

export const source = "sample AWS";
export const serviceOf = ({ draw }: World): string =>
  draw.chance(0.16) ? draw.pick(aiServices) : draw.pick(services);

/** One to three entitlements on the things that carry its name. */
export function addGrants(world: World, identity: string, name: string): void {
  const { draw } = world;
  const bucket = name.replace(/-\d+$/, "");
  for (let index = 0; index < draw.int(1, 3); index += 1) {
    const [service, entitlement, level] = draw.pick([
      ["s3", "s3:GetObject", "read"],
      ["s3", "s3:PutObject", "write"],
      ["dynamodb", "dynamodb:Query", "read"],
      ["sqs", "sqs:SendMessage", "write"],
      ["secretsmanager", "secretsmanager:GetSecretValue", "high"],
      ["kms", "kms:Decrypt", "write"],
    ] as const);
    addGrant(world, {
      externalId: `${identity}/grant/${index}`,
      identityExternalId: identity,
      service,
      entitlement,
      target: `arn:aws:${service}:::${draw.chance(0.95) ? bucket : "shared-prod-data"}/*`,
      via: `policy ${bucket}`,
      level,
      conditional: draw.chance(0.2),
    });
  }
}
