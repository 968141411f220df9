import type { Limits } from "@/lib/domain/risk/thresholds";

/** Each limit in words, with its unit. */
export const limitWords: Record<keyof Limits, string> = {
  rotationDays: "Rotation interval, days",
  lifetimeDays: "Longest life, days",
  dormantDays: "Idle time, days",
  graceDays: "New and unused, days",
  ageDays: "Old from, days",
  reviewDays: "Review interval, days",
  approvals: "People who must agree",
  exceptionDays: "Longest exception, days",
  automaticDays: "Automatic leave, days",
};
export const limitOrder = Object.keys(limitWords) as (keyof Limits)[];

export const partWords: Record<string, string> = {
  drafting_assistant: "Drafting assistant",
  build_agent: "Build agent",
  autonomous_production_agent: "Autonomous production agent",
  production: "Production",
  staging: "Staging",
  test: "Test",
  development: "Development",
  unknown: "Unknown",
  none: "None",
  read: "Read",
  write: "Write",
  high: "High",
  admin: "Administrator",
};
