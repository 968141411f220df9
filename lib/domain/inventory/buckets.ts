/** How long ago an identity was last used. `never` is the provider's own word; `unknown` is ours. */
export const usageBuckets = ["never", "lt_30d", "30_90d", "90_365d", "gt_365d", "unknown"] as const;
export type UsageBucket = (typeof usageBuckets)[number];

export const ageBuckets = ["lt_30d", "30_90d", "90_365d", "gt_365d", "unknown"] as const;
export type AgeBucket = (typeof ageBuckets)[number];

export const rotationStates = [
  "over_policy",
  "within_policy",
  "never",
  "unknown",
  "not_applicable",
] as const;
export type RotationState = (typeof rotationStates)[number];

export const ownerStates = ["confirmed", "inferred", "none"] as const;
export type OwnerState = (typeof ownerStates)[number];
