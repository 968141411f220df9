import { autonomyOf } from "@/lib/domain/identity/autonomy";
import type {
  Environment,
  IdentityClass,
  IdentityFacts,
  PrivilegeLevel,
  Stage,
} from "@/lib/domain/identity/identity";
import { resolvePolicy } from "@/lib/domain/policy/policy";
import type { Limits } from "@/lib/domain/risk/thresholds";
import type { Prisma, Tx } from "@/lib/infra/db";
import { activePolicy } from "./active-policy";

interface IdentityRow {
  identityClass: string;
  environment: string;
  stage: string;
  privilege: string;
  labels: string[];
  tags: Prisma.JsonValue;
  facts: Prisma.JsonValue;
}

/** The limits that the policy in force sets for an identity of the inventory. */
export async function limitsFor(
  store: Pick<Tx, "policyVersion">,
  identity: IdentityRow,
): Promise<Limits> {
  const { document } = await activePolicy(store);
  const identityClass = identity.identityClass as IdentityClass;
  const environment = identity.environment as Environment;
  const { tier } = autonomyOf({
    identityClass,
    environment,
    stage: identity.stage as Stage,
    labels: identity.labels,
    tags: identity.tags as Record<string, string>,
    facts: identity.facts as unknown as IdentityFacts,
  });
  const privilege = identity.privilege as PrivilegeLevel;
  return resolvePolicy(document, { identityClass, environment, tier, privilege });
}
