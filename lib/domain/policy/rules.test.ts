import { describe, expect, it } from "vitest";
import { credentialOf, subjectOf, testNow } from "@/lib/testing/subject";
import { checksOf } from "./check";
import { evaluateRules } from "./evaluate";
import { frameworkItem } from "./frameworks";
import { severities } from "./rule";
import { rules } from "./rules/index";
import { cases } from "@/lib/testing/rule-cases";
import { outcomeOf } from "@/lib/testing/rule-subjects";

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const expected = cases[id]!;

  it("passes, and fails with evidence and a stable key", () => {
    expect(outcomeOf(id, expected.pass).state).toBe("pass");
    const outcome = outcomeOf(id, expected.fail);
    const violations = outcome.state === "fail" ? outcome.violations : [];
    expect(violations.length).toBeGreaterThan(0);
    for (const violation of violations) {
      expect(violation.evidence.length).toBeGreaterThan(15);
      expect(violation.evidence).not.toMatch(/undefined|null|\[object|!/);
      expect(violation.key).not.toBe("");
    }
    const later = outcomeOf(id, expected.fail, new Date(testNow.getTime() + 86_400_000));
    const keys = later.state === "fail" ? later.violations.map(({ key }) => key) : [];
    expect(keys).toEqual(violations.map(({ key }) => key));
  });

  it("names only controls that exist, a known severity and a remedy", () => {
    expect(rule.frameworks.filter((item) => frameworkItem(item) === undefined)).toEqual([]);
    expect(rule.frameworks).toContain(`${id.split("-")[0]!.toUpperCase()}:2025`);
    expect(severities).toContain(rule.severity);
    expect(rule.remedy).toMatch(/^[A-Z].{15,}\.$/);
    expect(rule.title).not.toMatch(/[!.]$/);
  });
});

it.each(Object.entries(cases).filter(([, { unknown }]) => unknown !== null))(
  "%s says unknown, with the reason, when the fact is missing",
  (id, { unknown }) => {
    expect(outcomeOf(id, unknown!)).toMatchObject({
      state: "unknown",
      because: expect.stringMatching(/^[A-Z“].{10,}[^.]$/),
    });
    const { items } = checksOf(evaluateRules(unknown!, testNow), unknown!.id, new Map());
    const check = items.find(({ ruleId }) => ruleId === id);
    expect(check?.whatToDo).toMatch(/^[A-Z].{15,}\.$/);
  },
);

it("a key that somebody in an unknown place holds too is not known to serve one place only", () => {
  const held = (...others: ("production" | "test" | "unknown")[]) =>
    outcomeOf(
      "nhi8-key-across-environments",
      subjectOf({
        environment: "production",
        credentials: [
          credentialOf({ sharedWith: 1, sharedIn: { environments: others, stages: [] } }),
        ],
      }),
    ).state;
  expect(held("production")).toBe("pass");
  expect(held("production", "unknown")).toBe("unknown");
  expect(held("test", "unknown")).toBe("fail");
});

it("a key that nobody else holds serves one place, also where that place is unknown", () => {
  const alone = subjectOf({
    environment: "unknown",
    stage: "unknown",
    credentials: [credentialOf()],
  });
  expect(outcomeOf("nhi8-key-across-environments", alone).state).toBe("pass");
  expect(outcomeOf("nhi8-key-across-stages", alone).state).toBe("pass");
});
