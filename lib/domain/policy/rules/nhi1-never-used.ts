import { dayMs, dayOf } from "../../days";
import { isBreakGlass } from "../../identity/break-glass";
import { crosswalk } from "../crosswalk";
import { fail, isLive, isPrivileged, line, pass, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const neverUsed = defineRule({
  id: "nhi1-never-used",
  title: "Never used",
  severity: "low",
  remedy: "Ask its creator why it exists; remove it if there is no plan to use it.",
  frameworks: crosswalk.ownership,
  appliesTo: (subject) => isLive(subject) && !isBreakGlass(subject),
  evaluate(subject, now) {
    const { lastUsedAt, createdAt } = subject.facts;
    if (lastUsedAt.state === "unknown") return unknownFact("Whether it was ever used", lastUsedAt);
    if (lastUsedAt.value !== null) return pass;
    if (createdAt.state === "unknown") return unknownFact("When it was created", createdAt);
    const { graceDays } = subject.limits;
    if (Date.parse(createdAt.value) + graceDays * dayMs > now.getTime()) return pass;
    return fail({
      key: "never-used",
      evidence: `Never used since it was created ${dayOf(createdAt.value)}, more than ${graceDays} days ago`,
      facts: [line("Last used", "never", lastUsedAt), line("Created", createdAt.value, createdAt)],
      ...(isPrivileged(subject) ? { severity: "medium" } : {}),
    });
  },
});
