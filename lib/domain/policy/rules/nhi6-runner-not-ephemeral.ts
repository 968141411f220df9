import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const runnerNotEphemeral = defineRule({
  id: "nhi6-runner-not-ephemeral",
  title: "Self-hosted runner that keeps its state",
  severity: "medium",
  remedy:
    "Register it as ephemeral: one job, then a fresh machine. Keep it away from public repositories.",
  frameworks: crosswalk.deployment,
  appliesTo: (subject) => subject.kind === "runner" && isLive(subject),
  evaluate(subject) {
    const ephemeral = flag(subject, "ephemeral");
    if (ephemeral === undefined)
      return unknownBecause("Whether the runner is ephemeral is unknown: its source does not say");
    if (ephemeral) return pass;
    return fail({
      key: "ephemeral",
      evidence:
        "One job can leave files and processes behind for the next, and so reach its secrets",
      facts: [line("Ephemeral", "no")],
    });
  },
});
