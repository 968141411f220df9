import type { Fact } from "@/lib/domain/evidence";
import {
  type PrivilegeLevel,
  privilegeLevels,
  type PrivilegeVerdict,
} from "@/lib/domain/identity/identity";
import type { GrantRecord } from "@/lib/domain/inventory/source-record";
import { aiServices, services } from "./company";
import { addGrant, type World } from "./world";

export const source = "sample AWS";
export const serviceOf = ({ draw }: World): string =>
  draw.chance(0.16) ? draw.pick(aiServices) : draw.pick(services);

const usual = [
  ["s3", "s3:GetObject", "read"],
  ["s3", "s3:PutObject", "write"],
  ["dynamodb", "dynamodb:Query", "read"],
  ["sqs", "sqs:SendMessage", "write"],
  ["secretsmanager", "secretsmanager:GetSecretValue", "high"],
  ["kms", "kms:Decrypt", "write"],
] as const;

type Entitlement = Pick<GrantRecord, "service" | "entitlement" | "target" | "via" | "level">;

/** What makes it an administrator, or nearly one; null where its usual entitlements say enough. */
function strongest({ level, reasons }: PrivilegeVerdict): Partial<Entitlement> | null {
  if (level === "admin")
    return {
      service: "*",
      entitlement: "*",
      target: "*",
      via: "policy AdministratorAccess",
      level,
    };
  if (level !== "high") return null;
  const service = reasons.some((reason) => reason.includes("secret")) ? "secretsmanager" : "iam";
  const entitlement = service === "iam" ? "iam:PassRole" : "secretsmanager:GetSecretValue";
  return { service, entitlement, target: "*", level };
}

const isWithin = (level: PrivilegeLevel, most: PrivilegeLevel): boolean =>
  privilegeLevels.indexOf(level) <= privilegeLevels.indexOf(most);

/** One to three entitlements on the things that carry its name, and what its privilege rests on. */
export function addGrants(
  world: World,
  identity: string,
  name: string,
  privilege: Fact<PrivilegeVerdict>,
): void {
  const { draw } = world;
  const bucket = name.replace(/-\d+$/, "");
  const verdict = privilege.state === "known" ? privilege.value : null;
  const most = verdict?.level === "none" ? "read" : (verdict?.level ?? "admin");
  const allowed = usual.filter(([, , level]) => isWithin(level, most));
  for (let index = 0; index < draw.int(1, 3); index += 1) {
    const [service, entitlement, level] = draw.pick(allowed);
    const target = `arn:aws:${service}:::${draw.chance(0.95) ? bucket : "shared-prod-data"}/*`;
    const conditional = draw.chance(0.2);
    if (verdict?.level === "none") continue;
    const first = index === 0 && verdict ? strongest(verdict) : null;
    addGrant(world, {
      externalId: `${identity}/grant/${index}`,
      identityExternalId: identity,
      service,
      entitlement,
      target,
      via: `policy ${bucket}`,
      level,
      conditional: conditional && first === null,
      ...first,
    });
  }
}
