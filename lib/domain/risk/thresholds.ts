import type { IdentityClass } from "../identity/identity";
import type { RiskFactor } from "./risk";

/** Raise with every change of this table, a factor or a rule: all identities are then judged again. */
export const riskPolicyVersion = 3;

/** The days against which an identity is judged. */
export interface Days {
  /** Longest a static secret may live unchanged. */
  rotationDays: number;
  /** Longest that an expiry date may lie ahead. */
  lifetimeDays: number;
  /** Unused for this long counts as dormant. */
  dormantDays: number;
  /** A new identity may stay unused for this long. */
  graceDays: number;
  /** From this age on, an identity deserves a fresh look. */
  ageDays: number;
}

/** What the policy says of one identity. */
export interface Limits extends Days {
  /** Longest between two reviews by its owner. */
  reviewDays: number;
  /** People who must agree to a change, the one who asks included; 0 lets low risk pass by itself. */
  approvals: number;
  /** Longest that an exception may last. */
  exceptionDays: number;
  /** Longest that an exception may last which nobody decided; 0 means that somebody must. */
  automaticDays: number;
}

export interface Thresholds extends Days {
  /** Most points of each factor; they sum to 100. Shares of factors that do not apply are spread over the rest. */
  weights: Readonly<Record<RiskFactor, number>>;
}

/** Scope leads because it decides what a theft costs; owner and rotation follow because they decide how long it lasts. */
const applicationWeights = {
  scope: 25,
  owner: 15,
  rotation: 15,
  usage: 12,
  exposure: 12,
  expiry: 7,
  age: 5,
  third_party: 5,
  environment: 4,
} as const;

/** C19, C6: short life matters most where a model or agent holds the secret, so rotation and expiry weigh more. */
const aiWeights = {
  scope: 23,
  owner: 15,
  rotation: 18,
  usage: 10,
  exposure: 13,
  expiry: 9,
  age: 4,
  third_party: 4,
  environment: 4,
} as const;

/** C33, OWASP NHI3: what an outside company may do here is the question, less so how old its app is. */
const thirdPartyWeights = {
  scope: 25,
  owner: 15,
  rotation: 10,
  usage: 13,
  exposure: 10,
  expiry: 6,
  age: 5,
  third_party: 12,
  environment: 4,
} as const;

/**
 * Legacy values follow the CIS AWS Foundations Benchmark (access keys rotated within 90 days) and
 * the usual quarter for dormancy; a year is GitHub's default longest life of a fine-grained token.
 * AI classes are a third or less of that (C19, C29); an inference or deployment secret is used
 * daily, so two silent weeks longer than a sprint already say that nobody needs it. The days are
 * the built-in policy's; what holds for one identity is `subject.limits`.
 */
export const thresholds: Readonly<Record<IdentityClass, Thresholds>> = {
  ai_model_credential: {
    weights: aiWeights,
    rotationDays: 30,
    lifetimeDays: 90,
    dormantDays: 30,
    graceDays: 14,
    ageDays: 365,
  },
  ai_tool_token: {
    weights: aiWeights,
    rotationDays: 30,
    lifetimeDays: 30,
    dormantDays: 30,
    graceDays: 14,
    ageDays: 365,
  },
  ai_retrieval_connector: {
    weights: aiWeights,
    rotationDays: 30,
    lifetimeDays: 90,
    dormantDays: 45,
    graceDays: 14,
    ageDays: 365,
  },
  ai_deployment_secret: {
    weights: aiWeights,
    rotationDays: 30,
    lifetimeDays: 90,
    dormantDays: 30,
    graceDays: 14,
    ageDays: 365,
  },
  legacy_application: {
    weights: applicationWeights,
    rotationDays: 90,
    lifetimeDays: 365,
    dormantDays: 90,
    graceDays: 30,
    ageDays: 730,
  },
  infrastructure: {
    weights: applicationWeights,
    rotationDays: 90,
    lifetimeDays: 365,
    dormantDays: 90,
    graceDays: 30,
    ageDays: 1095,
  },
  third_party: {
    weights: thirdPartyWeights,
    rotationDays: 90,
    lifetimeDays: 365,
    dormantDays: 60,
    graceDays: 30,
    ageDays: 730,
  },
};

/** Lower bounds of the bands. */
export const bandFloors = { critical: 75, high: 50, medium: 25 } as const;

/** Below this share of known weights a low score says nothing, so the band is `unknown`. */
export const leastConfidence = 40;

/** An identity that is switched off keeps this share of its points: it can be switched on again. */
export const disabledShare = 0.25;
