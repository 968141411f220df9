import { autonomyTiers } from "../identity/autonomy";
import {
  environments,
  identityClasses,
  isAiClass,
  privilegeLevels,
  type IdentityClass,
} from "../identity/identity";
import { isLooser, limitNames, resolvePolicy, type LimitName, type PolicyDocument } from "./policy";

/** A place where an AI credential would get more room than a legacy application has there (C19). */
export interface PolicyWarning {
  limit: LimitName;
  identityClass: IdentityClass;
  /** What the AI class and the legacy application get there. */
  values: [number, number];
}

/** The first such place of each limit and AI class. A warning, not a refusal: people may have reasons. */
export function policyWarnings(document: PolicyDocument): PolicyWarning[] {
  const found = new Map<string, PolicyWarning>();
  const places = environments.flatMap((environment) =>
    privilegeLevels.map((privilege) => ({ environment, privilege })),
  );
  for (const place of places) {
    const legacy = resolvePolicy(document, {
      ...place,
      identityClass: "legacy_application",
      tier: null,
    });
    for (const identityClass of identityClasses.filter(isAiClass)) {
      for (const tier of autonomyTiers) {
        const ai = resolvePolicy(document, { ...place, identityClass, tier });
        for (const limit of limitNames) {
          if (!isLooser(limit, ai[limit], legacy[limit])) continue;
          const key = `${limit} ${identityClass}`;
          if (!found.has(key))
            found.set(key, { limit, identityClass, values: [ai[limit], legacy[limit]] });
        }
      }
    }
  }
  return [...found.values()];
}
