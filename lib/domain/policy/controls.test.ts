import { describe, expect, it } from "vitest";
import { knownAt, privilege, subjectOf, testNow } from "@/lib/testing/subject";
import { known, unknown } from "../evidence";
import { approvesItself, type AutomaticRequest } from "./automatic";
import { checkControls, type ControlKind, mayCompensate } from "./controls";
import type { Subject } from "../risk/subject";

const off = { atProvider: false, because: "Its source has no write credential" };
const on = { atProvider: true, because: "It can be switched off" };
const check = (control: ControlKind, subject: Subject, ability = off) =>
  checkControls([control], subject, ability, testNow)[0]!;
const writer = (target: string) =>
  subjectOf({
    facts: { privilege: privilege("write") },
    grants: [
      {
        service: "s3",
        entitlement: "s3:Put",
        target,
        via: "p",
        level: "write",
        conditional: false,
      },
    ],
  });

describe("a compensating control", () => {
  it("narrow role holds for readers and named targets, fails for wide ones, and says when it cannot tell", () => {
    expect(check("narrow_role", subjectOf())).toMatchObject({ state: "pass", source: "test" });
    expect(check("narrow_role", writer("arn:aws:s3:::acme")).state).toBe("pass");
    expect(check("narrow_role", writer("*")).state).toBe("fail");
    const admin = subjectOf({ facts: { privilege: privilege("admin") } });
    expect(check("narrow_role", admin).state).toBe("fail");
    const hidden = subjectOf({ facts: { privilege: unknown("permission_missing") } });
    expect(check("narrow_role", hidden)).toMatchObject({
      state: "unknown",
      because: "What it may do is unknown: Permission missing",
    });
  });

  it("monitoring holds only while a fresh reading shows its use", () => {
    const read = (daysBefore: number) =>
      subjectOf({
        facts: {
          lastUsedAt: known(null, "iam", new Date(testNow.getTime() - daysBefore * 86_400_000)),
        },
      });
    expect(check("monitoring", read(1)).state).toBe("pass");
    expect(check("monitoring", read(9))).toMatchObject({
      state: "fail",
      because: "Its use was last read 9 days ago",
    });
    const facts = (reason: "not_offered" | "permission_missing") =>
      subjectOf({ facts: { lastUsedAt: unknown(reason) } });
    expect(check("monitoring", facts("not_offered")).state).toBe("fail");
    expect(check("monitoring", facts("permission_missing")).state).toBe("unknown");
  });

  it("fast revocation holds only where Muster can act; another's word is unknown", () => {
    expect(check("fast_revocation", subjectOf()).state).toBe("fail");
    expect(check("fast_revocation", subjectOf(), on).state).toBe("pass");
    expect(check("other", subjectOf()).state).toBe("unknown");
    const both = checkControls(["fast_revocation", "other"], subjectOf(), off, testNow);
    expect(mayCompensate(both)).toBe(true);
    expect(mayCompensate(both.slice(0, 1))).toBe(false);
  });
});

describe("approval by the policy alone", () => {
  const pass = checkControls(["narrow_role"], subjectOf(), off, testNow);
  const limits = { ...subjectOf().limits, approvals: 0, automaticDays: 14 };
  const easy: AutomaticRequest = {
    limits,
    riskBand: "low",
    severity: "low",
    renewals: 0,
    lastsDays: 14,
    checks: pass,
  };
  it("is given to low risk that ends soon under a control that holds", () => {
    expect(approvesItself(easy).automatic).toBe(true);
  });
  it.each<[string, Partial<AutomaticRequest>]>([
    ["a person is asked for", { limits: { ...limits, approvals: 1 } }],
    ["nothing passes by itself", { limits: { ...limits, automaticDays: 0 } }],
    ["the risk is medium", { riskBand: "medium" }],
    ["the risk is unknown", { riskBand: "unknown" }],
    ["the finding is high", { severity: "high" }],
    ["it is a renewal", { renewals: 1 }],
    ["it lasts longer", { lastsDays: 14.01 }],
    [
      "no control is shown to hold",
      { checks: [{ control: "other", state: "unknown", because: "" }] },
    ],
  ])("is refused when %s", (_why, changes) => {
    expect(approvesItself({ ...easy, ...changes }).automatic).toBe(false);
  });
  it("is refused by the built-in policy outside test and development", () => {
    const inPlace = subjectOf({ environment: "staging", facts: { createdBy: knownAt("x") } });
    expect(approvesItself({ ...easy, limits: inPlace.limits }).automatic).toBe(false);
    expect(approvesItself({ ...easy, limits: subjectOf().limits }).automatic).toBe(true);
  });
});
