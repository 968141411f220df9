import { describe, expect, it } from "vitest";
import { credentialOf, knownAt, subjectOf, testNow } from "@/lib/testing/subject";
import { unknown } from "../evidence";
import { checksOf, type StandingFindings } from "./check";
import { evaluateRules, findingKey } from "./evaluate";
import { rules } from "./rules/index";

const nothing: StandingFindings = new Map();
const owned = { state: "confirmed", active: true, sharedInbox: false } as const;
const unused = unknown("permission_missing", "Needs iam:GenerateCredentialReport");
const subject = subjectOf({
  owner: { state: "none", active: true, sharedInbox: false },
  facts: { lastUsedAt: unused },
});
const checks = (standing = nothing) =>
  checksOf(evaluateRules(subject, testNow), subject.id, standing);
const check = (ruleId: string, standing = nothing) =>
  checks(standing).items.find((one) => one.ruleId === ruleId);

describe("the checks of an identity", () => {
  it("name every rule once: those with an answer, and how many have nothing to say", () => {
    const { items, notApplicable } = checks();
    expect(items.length + notApplicable).toBe(rules.length);
    expect(new Set(items.map(({ ruleId }) => ruleId)).size).toBe(items.length);
    const outcomes = items.map(({ outcome }) => outcome);
    expect([...new Set(outcomes)]).toEqual(["failed", "unknown", "passed"]);
    const rank = { failed: 0, unknown: 1, passed: 2 };
    expect(outcomes).toEqual(outcomes.toSorted((x, y) => rank[x] - rank[y]));
  });

  it("say of a failed rule what was found, its finding and what to do", () => {
    const found = check("nhi1-no-owner");
    expect(found).toMatchObject({ outcome: "failed", because: null, reason: null });
    expect(found?.whatToDo).toBe(rules.find(({ id }) => id === "nhi1-no-owner")?.remedy);
    expect(found?.found).toEqual([
      { evidence: expect.stringMatching(/.{10,}/), findingId: null, excepted: false },
    ]);
    const [violation] = evaluateRules(subject, testNow).flatMap(({ rule, outcome }) =>
      rule.id === "nhi1-no-owner" && outcome.state === "fail" ? outcome.violations : [],
    );
    const standing = new Map([
      [findingKey("nhi1-no-owner", subject.id, violation?.key ?? ""), { id: "f", excepted: true }],
    ]);
    expect(check("nhi1-no-owner", standing)?.found[0]).toMatchObject({
      findingId: "f",
      excepted: true,
    });
  });

  it("say of a rule that cannot tell which permission lacks and what would let Muster know", () => {
    expect(check("nhi1-dormant")).toMatchObject({
      outcome: "unknown",
      because: "Its last use is unknown: Needs iam:GenerateCredentialReport",
      reason: "permission_missing",
      whatToDo: "Grant its source the permission, then sync it again.",
      found: [],
    });
  });

  it("keep a finding in sight whose rule cannot tell any more", () => {
    const standing = new Map([
      [findingKey("nhi1-dormant", subject.id, "dormant"), { id: "f", excepted: false }],
      [findingKey("nhi1-dormant", "another", "dormant"), { id: "g", excepted: false }],
    ]);
    expect(check("nhi1-dormant", standing)?.found.map(({ findingId }) => findingId)).toEqual(["f"]);
  });

  it("keep in sight what one rule cannot tell of beside what it finds", () => {
    const token = (name: string, expiresAt: typeof unused | ReturnType<typeof knownAt<null>>) =>
      credentialOf({ externalId: name, name, kind: "pat", facts: { expiresAt } });
    const tokens = subjectOf({ credentials: [token("a", knownAt(null)), token("b", unused)] });
    const id = "nhi7-token-without-expiry";
    const standing = new Map(
      ["a", "b", "gone"].map((key) => [
        findingKey(id, tokens.id, key),
        { id: key, excepted: false },
      ]),
    );
    const { items } = checksOf(evaluateRules(tokens, testNow), tokens.id, standing);
    const found = items.find(({ ruleId }) => ruleId === id)?.found ?? [];
    expect(found.map(({ findingId }) => findingId)).toEqual(["a", "b"]);
  });

  it("show a finding at the severity of its worst violation", () => {
    const privileged = subjectOf({
      owner: owned,
      facts: {
        lastUsedAt: knownAt("2020-01-01T00:00:00.000Z"),
        privilege: {
          state: "known",
          value: { level: "admin", reasons: ["AdministratorAccess"] },
          source: "iam",
          observedAt: testNow.toISOString(),
        },
      },
    });
    const { items } = checksOf(evaluateRules(privileged, testNow), privileged.id, nothing);
    expect(items.find(({ ruleId }) => ruleId === "nhi1-dormant")?.severity).toBe("high");
  });
});
