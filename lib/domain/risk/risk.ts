export const riskFactors = [
  "owner",
  "scope",
  "age",
  "rotation",
  "expiry",
  "usage",
  "exposure",
  "environment",
  "third_party",
] as const;
export type RiskFactor = (typeof riskFactors)[number];

export const riskBands = ["critical", "high", "medium", "low", "unknown"] as const;
export type RiskBand = (typeof riskBands)[number];

/** One line of "Why this score": points (0 when fine or unknown) out of `max`, and the reason in words. */
export interface FactorResult {
  factor: RiskFactor;
  points: number;
  max: number;
  because: string;
  state: "known" | "unknown" | "not_applicable";
  /** Where the deciding fact came from, and when it was read (ISO 8601). */
  source?: string;
  observedAt?: string;
}

export interface RiskScore {
  /** 0-100 */
  score: number;
  band: RiskBand;
  /** 0-100: share of the weights whose facts are known. */
  confidence: number;
  breakdown: FactorResult[];
  /** When time alone next changes the score, or null. */
  nextChangeAt: Date | null;
}
