import { crosswalk } from "../crosswalk";
import { fail, isLive, line, pass, text, unknownBecause, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const secretReadableByAll = defineRule({
  id: "nhi2-secret-readable-by-all",
  title: "Secret readable by every repository",
  severity: "medium",
  remedy:
    "Limit the secret to the repositories that use it, best to one environment with reviewers.",
  frameworks: crosswalk.leakage,
  appliesTo: (subject) => subject.kind === "stored_secret" && isLive(subject),
  evaluate(subject) {
    const visibility = text(subject.attributes, "visibility");
    const level = text(subject.attributes, "level");
    const { exposure } = subject.facts;
    if (level === "repository" || level === "environment") return pass;
    if (
      visibility === "all" ||
      visibility === "private" ||
      (exposure?.state === "known" && exposure.value.public)
    )
      return fail({
        key: "visibility",
        evidence:
          visibility === "all" || visibility === "private"
            ? `Workflows of every ${visibility === "private" ? "private " : ""}repository of the organisation can read it`
            : `Its policy lets outsiders read it: ${exposure?.state === "known" ? exposure.value.because : ""}`,
        facts: [line("Visible to", visibility ?? "outsiders", exposure)],
        ...(subject.environment === "production" ? { severity: "high" } : {}),
      });
    if (visibility === undefined && exposure?.state === "unknown")
      return unknownFact("Who can read it", exposure);
    return visibility === undefined && exposure?.state !== "known"
      ? unknownBecause("Who can read it is unknown: its source does not say")
      : pass;
  },
});
