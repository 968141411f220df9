import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause, unknownFact } from "../outcome";
import { defineRule } from "../rule";

export const databaseRoleWithoutLimits = defineRule({
  id: "nhi6-database-role-without-limits",
  title: "Database role without limits",
  severity: "low",
  remedy: "Set CONNECTION LIMIT and VALID UNTIL on the role.",
  frameworks: crosswalk.deployment,
  appliesTo: (subject) =>
    subject.kind === "database_role" && isLive(subject) && flag(subject, "canLogIn") !== false,
  evaluate(subject) {
    const limit = subject.attributes.connectionLimit;
    const { expiresAt } = subject.facts;
    if (limit === undefined)
      return unknownBecause("Its connection limit is unknown: its source does not say");
    const unlimited =
      limit === "none" || limit === null || (typeof limit === "number" && limit < 0);
    if (!unlimited) return pass;
    if (expiresAt.state === "unknown") return unknownFact("Whether its password ends", expiresAt);
    if (expiresAt.value !== null) return pass;
    return fail({
      key: "limits",
      evidence: "Neither its connections nor the life of its password is limited",
      facts: [line("Connection limit", "none"), line("Valid until", "none", expiresAt)],
    });
  },
});
