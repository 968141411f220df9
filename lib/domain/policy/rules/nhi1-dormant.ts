import { dayMs, dayOf } from "../../days";
import { isBreakGlass } from "../../identity/break-glass";
import { crosswalk } from "../crosswalk";
import { fail, isLive, isPrivileged, line, notApplicable, pass, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const dormant = defineRule({
  id: "nhi1-dormant",
  title: "Dormant",
  severity: "medium",
  remedy:
    "Ask its owner whether anything still needs it; disable it, watch for two weeks, then remove it.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && !isBreakGlass(subject),
  evaluate(subject, now) {
    const { lastUsedAt } = subject.facts;
    if (lastUsedAt.state === "unknown") return unknownFact("Its last use", lastUsedAt);
    if (lastUsedAt.value === null) return notApplicable;
    const { dormantDays } = subject.limits;
    if (Date.parse(lastUsedAt.value) + dormantDays * dayMs > now.getTime()) return pass;
    return fail({
      key: "dormant",
      evidence: `Last used ${dayOf(lastUsedAt.value)}, more than ${dormantDays} days ago`,
      facts: [
        line("Last used", lastUsedAt.value, lastUsedAt),
        line("Dormant after", `${dormantDays} days`),
      ],
      ...(isPrivileged(subject) ? { severity: "high" } : {}),
    });
  },
});
