import type { Limits } from "../risk/thresholds";
import type { ControlCheck } from "./controls";
import type { Severity } from "./rule";

export interface AutomaticRequest {
  limits: Limits;
  riskBand: string;
  severity: Severity;
  /** How often it was renewed before. */
  renewals: number;
  lastsDays: number;
  checks: readonly ControlCheck[];
}

/**
 * C13: whether a request for an exception approves itself, and why or why not. Only what the policy
 * leaves to nobody, is low in risk, holds a control that was checked, and ends soon.
 */
export function approvesItself(asked: AutomaticRequest): { automatic: boolean; because: string } {
  const no = (because: string) => ({ automatic: false, because });
  const { limits, riskBand, severity, renewals, lastsDays, checks } = asked;
  if (limits.approvals > 0) return no("The policy asks for a person here");
  if (limits.automaticDays === 0) return no("The policy lets nothing pass by itself here");
  if (riskBand !== "low") return no(`The identity's risk is ${riskBand}`);
  if (severity === "critical" || severity === "high") return no(`The finding is ${severity}`);
  if (renewals > 0) return no("A renewal is always decided by a person");
  if (lastsDays > limits.automaticDays)
    return no(`Only up to ${limits.automaticDays} days pass by themselves`);
  if (!checks.some(({ state }) => state === "pass"))
    return no("No control could be shown to hold by the facts");
  return { automatic: true, because: `Low risk, for at most ${limits.automaticDays} days` };
}
