import { identityClasses, isAiClass, type IdentityClass } from "../identity/identity";
import { thresholds, type Limits } from "../risk/thresholds";
import type { PolicyDocument, PolicyLine } from "./policy";

const none = { classes: [], tiers: [], environments: [], privileges: [] };
const daysOf = (name: IdentityClass): Partial<Limits> => {
  const { weights: _weights, ...days } = thresholds[name];
  return days;
};
const always: Partial<Limits> = daysOf("legacy_application");

/** C19, C36: AI credentials are reviewed twice as often and excepted for a third of the time. */
const governance = (name: IdentityClass): Partial<Limits> => {
  if (isAiClass(name)) return { reviewDays: 90, exceptionDays: 30, automaticDays: 7 };
  return name === "third_party" ? { reviewDays: 90, exceptionDays: 60 } : {};
};

const classLine = (name: IdentityClass): PolicyLine => ({
  when: { ...none, classes: [name] },
  set: { ...daysOf(name), ...governance(name) },
});

/**
 * Version 1, in force until somebody writes another: the thresholds of each class, shorter where no
 * person is in the loop (C28, C29), two people for what is privileged or in production, and nobody
 * for what is low in risk outside it (C13).
 */
export const builtInPolicy: PolicyDocument = {
  base: {
    ...(always as Pick<
      Limits,
      "rotationDays" | "lifetimeDays" | "dormantDays" | "graceDays" | "ageDays"
    >),
    reviewDays: 180,
    approvals: 1,
    exceptionDays: 90,
    automaticDays: 14,
  },
  lines: [
    ...identityClasses.filter((name) => name !== "legacy_application").map(classLine),
    {
      when: { ...none, tiers: ["build_agent"] },
      set: { reviewDays: 60, exceptionDays: 21 },
    },
    {
      when: { ...none, tiers: ["autonomous_production_agent"] },
      set: {
        rotationDays: 14,
        lifetimeDays: 30,
        reviewDays: 30,
        exceptionDays: 14,
        automaticDays: 0,
      },
    },
    {
      when: { ...none, privileges: ["admin"] },
      set: { reviewDays: 90, approvals: 2, exceptionDays: 30, automaticDays: 0 },
    },
    { when: { ...none, privileges: ["high", "unknown"] }, set: { automaticDays: 0 } },
    { when: { ...none, environments: ["production"] }, set: { approvals: 2, automaticDays: 0 } },
    {
      when: { ...none, environments: ["test", "development"], privileges: ["none", "read"] },
      set: { approvals: 0 },
    },
  ],
};
