/**
 * How long ago an identity was last used. Never is the provider's own word, and tells by itself only
 * of what has stood for 90 days since it was created (or, if that is unknown, first seen): `not_yet`
 * is younger. `unknown` is ours.
 */
export const usageBuckets = [
  "never_90d",
  "not_yet",
  "lt_30d",
  "30_90d",
  "90_365d",
  "gt_365d",
  "unknown",
] as const;
export type UsageBucket = (typeof usageBuckets)[number];
/** What nobody has used for 90 days. */
export const unusedBuckets = ["90_365d", "gt_365d", "never_90d"] as const satisfies UsageBucket[];

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
