import { autonomyTiers } from "../identity/autonomy";
import { environments, type IdentityClass, isAiClass, privilegeLevels } from "../identity/identity";
import { type PolicyDocument, resolvePolicy } from "./policy";

/** Days within which secrets must be changed: where nothing more is known than the class, and the fewest that any line asks of it. */
export interface RotationSpan {
  identityClass: IdentityClass;
  usualDays: number;
  fewestDays: number;
}

export function rotationSpan(document: PolicyDocument, identityClass: IdentityClass): RotationSpan {
  const plain = {
    identityClass,
    tier: null,
    environment: "unknown",
    privilege: "unknown",
  } as const;
  const tiers = isAiClass(identityClass) ? autonomyTiers : [null];
  const all = tiers.flatMap((tier) =>
    environments.flatMap((environment) =>
      privilegeLevels.map(
        (privilege) =>
          resolvePolicy(document, { identityClass, tier, environment, privilege }).rotationDays,
      ),
    ),
  );
  const usualDays = resolvePolicy(document, plain).rotationDays;
  return { identityClass, usualDays, fewestDays: Math.min(usualDays, ...all) };
}
