import type { Environment } from "../../identity/identity";
import { environmentOfText } from "../../identity/surroundings";
import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const reachesSeveralEnvironments = defineRule({
  id: "nhi8-reaches-several-environments",
  title: "Reaches production and another environment",
  severity: "high",
  remedy: "Split it: one identity for each environment, each limited to its own resources.",
  frameworks: crosswalk.environments,
  appliesTo: (subject) => isLive(subject) && subject.grants.length > 0,
  evaluate(subject) {
    const reached = new Map<Environment, string>();
    for (const { target, level } of subject.grants) {
      if (level === "none") continue;
      const environment = environmentOfText(target);
      if (environment !== "unknown" && !reached.has(environment)) reached.set(environment, target);
    }
    if (reached.size === 0)
      return unknownBecause(
        "The names of what it reaches do not tell their environment",
        "not_named",
      );
    if (reached.size < 2 || !reached.has("production")) return pass;
    return fail({
      key: "environments",
      evidence: `One identity reaches ${[...reached.keys()].join(" and ")}`,
      facts: [...reached].map(([environment, target]) => line(environment, target)),
    });
  },
});
