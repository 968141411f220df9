import type { IdentityClass } from "../identity/identity";
import { ageFactor } from "./factors/age";
import { environmentFactor } from "./factors/environment";
import { expiryFactor } from "./factors/expiry";
import { exposureFactor } from "./factors/exposure";
import { ownerFactor } from "./factors/owner";
import { rotationFactor } from "./factors/rotation";
import { scopeFactor } from "./factors/scope";
import { thirdPartyFactor } from "./factors/third-party";
import { usageFactor } from "./factors/usage";
import {
  type FactorResult,
  type RiskBand,
  type RiskFactor,
  riskFactors,
  type RiskScore,
} from "./risk";
import type { Subject } from "./subject";
import {
  bandFloors,
  disabledShare,
  leastConfidence,
  thresholds,
  type Limits,
  type Thresholds,
} from "./thresholds";
import { never, type Verdict } from "./verdict";

export { riskPolicyVersion } from "./thresholds";

type Factor = (subject: Subject, policy: Limits, now: number) => Verdict;

const factors: Readonly<Record<RiskFactor, Factor>> = {
  owner: ownerFactor,
  scope: scopeFactor,
  age: ageFactor,
  rotation: rotationFactor,
  expiry: expiryFactor,
  usage: usageFactor,
  exposure: exposureFactor,
  environment: environmentFactor,
  third_party: thirdPartyFactor,
};
const ordered = riskFactors.map((factor) => ({ factor, judge: factors[factor] }));

/** Risk 0-100 with the points and reason of every factor. Pure: the same subject and time, the same score. */
export function scoreIdentity(subject: Subject, now: Date): RiskScore {
  const policy = subject.limits;
  const nowMs = now.getTime();
  const dampening = isOff(subject) ? disabledShare : 1;
  const verdicts: Verdict[] = [];
  let applicable = 0;
  let changesAt = never;
  for (let index = 0; index < ordered.length; index += 1) {
    const found = ordered[index]!.judge(subject, policy, nowMs);
    verdicts.push(found);
    if (found.state !== "not_applicable") applicable |= 1 << index;
    if (found.changesAt < changesAt) changesAt = found.changesAt;
  }
  const maxima = maximaFor(subject.identityClass, applicable);
  const breakdown: FactorResult[] = [];
  let score = 0;
  let confidence = 0;
  for (let index = 0; index < ordered.length; index += 1) {
    const { share, because, state, source, observedAt } = verdicts[index]!;
    const max = maxima[index]!;
    const points = Math.round(share * dampening * max);
    score += points;
    if (state === "known") confidence += max;
    const result: FactorResult = { factor: ordered[index]!.factor, points, max, because, state };
    if (source !== undefined) {
      result.source = source;
      result.observedAt = observedAt!;
    }
    breakdown.push(result);
  }
  return {
    score,
    band: bandOf(score, confidence),
    confidence,
    breakdown,
    nextChangeAt: changesAt === never ? null : new Date(changesAt),
  };
}

/** Unknown facts can only add points, so a score that is already high keeps its band. */
function bandOf(score: number, confidence: number): RiskBand {
  if (score >= bandFloors.critical) return "critical";
  if (score >= bandFloors.high) return "high";
  if (confidence < leastConfidence) return "unknown";
  return score >= bandFloors.medium ? "medium" : "low";
}

function isOff({ status, credentials }: Subject): boolean {
  if (status !== "disabled" && status !== "expired" && status !== "suspended") return false;
  for (const credential of credentials) if (credential.status === "active") return false;
  return true;
}

const cachedMaxima = new Map<IdentityClass, (readonly number[])[]>();

/** Whole-number maxima that sum to 100 over the factors that apply, by largest remainder. */
function maximaFor(identityClass: IdentityClass, applicable: number): readonly number[] {
  let byMask = cachedMaxima.get(identityClass);
  if (byMask === undefined) cachedMaxima.set(identityClass, (byMask = []));
  return (byMask[applicable] ??= spread(thresholds[identityClass], applicable));
}

function spread({ weights }: Thresholds, applicable: number): number[] {
  const own = ordered.map(({ factor }, index) => (applicable & (1 << index) ? weights[factor] : 0));
  const total = own.reduce((sum, weight) => sum + weight, 0);
  const exact = own.map((weight) => (weight * 100) / total);
  const whole = exact.map(Math.floor);
  const left = 100 - whole.reduce((sum, weight) => sum + weight, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) whole[index]! += 1;
  return whole;
}
