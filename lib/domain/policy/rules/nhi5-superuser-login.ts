import { crosswalk } from "../crosswalk";
import { fail, flag, isLive, line, pass, unknownBecause } from "../outcome";
import { defineRule } from "../rule";

export const superuserLogin = defineRule({
  id: "nhi5-superuser-login",
  title: "Superuser that can sign in",
  severity: "high",
  remedy:
    "Take SUPERUSER away and grant the predefined role that the task needs; keep one superuser for emergencies.",
  frameworks: crosswalk.privilege,
  appliesTo: (subject) => subject.kind === "database_role" && isLive(subject),
  evaluate(subject) {
    const grant = subject.grants.find(({ entitlement }) => /^superuser$/i.test(entitlement));
    const canLogIn = flag(subject, "canLogIn");
    if (grant === undefined || canLogIn === false) return pass;
    if (canLogIn === undefined)
      return unknownBecause("Whether the role can sign in is unknown: its source does not say");
    return fail({
      key: "superuser",
      evidence: `The role can sign in and bypasses every permission check (${grant.via})`,
      facts: [line("Attribute", grant.entitlement), line("Can sign in", "yes")],
    });
  },
});
