import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arbitrarySubject,
  credentialOf,
  daysAgo,
  knownAt,
  subjectOf,
  testNow,
} from "@/lib/testing/subject";
import type { Subject } from "../risk/subject";
import { evaluateRules, findingKey, nextRuleChangeAt } from "./evaluate";
import { frameworkItem, frameworks } from "./frameworks";
import { rules } from "./rules/index";
import { cases } from "@/lib/testing/rule-cases";
import { hidden, kind, outcomeOf, stored } from "@/lib/testing/rule-subjects";

describe("the rules together", () => {
  it("have unique ids and a table test each, and cover all ten OWASP NHI risks", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(cases).sort()).toEqual(ids.toSorted());
    const covered = new Set(rules.flatMap((rule) => rule.frameworks));
    for (let risk = 1; risk <= 10; risk += 1) expect(covered).toContain(`NHI${risk}:2025`);
  });

  it("answer for any identity without throwing, with keys that differ within a rule", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        for (const { rule, outcome } of evaluateRules(subject, testNow)) {
          const keys = outcome.state === "fail" ? outcome.violations.map(({ key }) => key) : ["-"];
          expect(new Set(keys).size).toBe(keys.length);
          expect(findingKey(rule.id, subject.id, keys[0]!)).toContain(subject.id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("answer the same until nextRuleChangeAt", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const states = (now: Date) =>
          evaluateRules(subject, now).map(({ outcome }) => outcome.state);
        const later = new Date(testNow.getTime() + 40 * 365 * 86_400_000);
        const at = nextRuleChangeAt(subject, testNow) ?? later;
        expect(states(new Date(at.getTime() - 1))).toEqual(states(testNow));
      }),
      { numRuns: 1000 },
    );
  });

  it("count a secret of one repository as limited, and one of all private repositories as not", () => {
    const id = "nhi2-secret-readable-by-all";
    const secret = (level: string, visibility: string | null) =>
      outcomeOf(id, stored({ attributes: { level, visibility }, facts: { exposure: hidden } }))
        .state;
    expect(secret("repository", null)).toBe("pass");
    expect(secret("organisation", "private")).toBe("fail");
  });

  it("see a webhook over plain HTTP", () => {
    for (const attributes of [{ tlsVerified: true, https: false }, { https: false }]) {
      const plain = kind("webhook", { attributes });
      expect(outcomeOf("nhi4-webhook-tls-unverified", plain).state).toBe("fail");
    }
  });

  it("ask for a review of the credential that was kept the longest ago, or of what was never asked about", () => {
    const reviewed = (name: string, days: number, kept: boolean, status: "active" | "revoked") =>
      credentialOf({ name, status, review: { kept, atMs: Date.parse(daysAgo(days)) } });
    const evidence = (...credentials: Subject["credentials"]) => {
      const outcome = outcomeOf("nhi1-review-overdue", subjectOf({ credentials }));
      return outcome.state === "fail" ? outcome.violations[0]?.evidence : outcome.state;
    };
    const fresh = reviewed("fresh", 3, true, "active");
    expect(evidence(fresh, reviewed("gone", 900, true, "revoked"))).toBe("pass");
    expect(evidence(fresh, reviewed("old", 200, true, "active"))).toBe(
      "“old” was last kept in a review on 2025-11-13; its policy asks every 180 days",
    );
    expect(evidence(fresh, reviewed("new", 181, false, "active"))).toContain(
      "No review has kept “new” since Muster first saw it",
    );
  });

  it("leave a break-glass account that lies unused alone", () => {
    const subject = subjectOf({ labels: ["break-glass"], facts: { lastUsedAt: knownAt(null) } });
    expect(outcomeOf("nhi1-never-used", subject).state).toBe("not_applicable");
    expect(outcomeOf("nhi1-dormant", subject).state).toBe("not_applicable");
  });

  it("find nothing wrong with an owned, used, fresh reader", () => {
    const failed = evaluateRules(subjectOf(), testNow).filter(
      ({ outcome }) => outcome.state === "fail",
    );
    expect(failed.map(({ rule }) => rule.id)).toEqual([]);
  });
});

describe("the frameworks", () => {
  it("hold each id once, and none of the ids that circulate wrongly", () => {
    const ids = frameworks.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const wrong of ["ID.AM-06", "NHI-03", "GOV-02", "A1", "NHI11:2025", "ASI11"])
      expect(frameworkItem(wrong)).toBeUndefined();
  });
});
