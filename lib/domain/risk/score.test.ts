import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arbitrarySubject,
  credentialOf,
  daysAgo,
  knownAt,
  privilege,
  subjectOf,
  testNow,
} from "@/lib/testing/subject";
import { unknown } from "../evidence";
import { identityClasses } from "../identity/identity";
import { riskFactors } from "./risk";
import { scoreIdentity } from "./score";
import type { Subject } from "./subject";
import { thresholds } from "./thresholds";
import { factor } from "@/lib/testing/scored-subjects";

const score = (subject: Subject, now = testNow): number => scoreIdentity(subject, now).score;

describe("the risk score, for any identity", () => {
  it("lies in 0-100, and the breakdown sums to it over maxima that sum to 100", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const result = scoreIdentity(subject, testNow);
        const points = result.breakdown.map((line) => line.points);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(100);
        expect(points.reduce((sum, value) => sum + value, 0)).toBe(result.score);
        expect(result.breakdown.reduce((sum, line) => sum + line.max, 0)).toBe(100);
        expect(result.breakdown.map((line) => line.factor)).toEqual([...riskFactors]);
        for (const line of result.breakdown) {
          expect(line.because.length).toBeGreaterThan(3);
          expect(line.points).toBeLessThanOrEqual(line.max);
          expect(line.state === "known" || line.points === 0).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is never raised by a fact that becomes unknown, and confidence is never raised either", () => {
    const names = [
      "createdAt",
      "lastUsedAt",
      "expiresAt",
      "lastRotatedAt",
      "privilege",
      "exposure",
    ] as const;
    fc.assert(
      fc.property(arbitrarySubject, fc.constantFrom(...names), fc.nat(3), (subject, name, at) => {
        const blurred = structuredClone(subject);
        blurred.facts[name] = unknown("permission_missing");
        const credential = blurred.credentials[at];
        if (credential !== undefined && name in credential.facts)
          credential.facts[name as "createdAt"] = unknown("permission_missing");
        expect(score(blurred)).toBeLessThanOrEqual(score(subject));
        expect(scoreIdentity(blurred, testNow).confidence).toBeLessThanOrEqual(
          scoreIdentity(subject, testNow).confidence,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("is never raised by a class of environment that becomes unknown", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        expect(score({ ...subject, environment: "unknown" })).toBeLessThanOrEqual(score(subject));
      }),
    );
  });

  it("is never raised by adding an owner", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const orphan: Subject = {
          ...subject,
          owner: { state: "none", active: false, sharedInbox: false },
        };
        expect(score(subject)).toBeLessThanOrEqual(score(orphan));
        const confirmed: Subject = { ...subject, owner: { ...subject.owner, state: "confirmed" } };
        fc.pre(subject.owner.state !== "none");
        expect(score(confirmed)).toBeLessThanOrEqual(score(subject));
      }),
    );
  });

  it("is never lowered by more privilege", () => {
    const levels = ["none", "read", "write", "high", "admin"] as const;
    fc.assert(
      fc.property(arbitrarySubject, fc.nat(3), (subject, at) => {
        const having = (index: number) =>
          score({ ...subject, facts: { ...subject.facts, privilege: privilege(levels[index]!) } });
        expect(having(at)).toBeLessThanOrEqual(having(at + 1));
      }),
    );
  });

  it("stays the same until nextChangeAt, to the millisecond", () => {
    fc.assert(
      fc.property(arbitrarySubject, fc.double({ min: 0, max: 1, noNaN: true }), (subject, part) => {
        const before = scoreIdentity(subject, testNow);
        const later = testNow.getTime() + 40 * 365 * 86_400_000;
        const at = before.nextChangeAt?.getTime() ?? later;
        expect(at).toBeGreaterThan(testNow.getTime());
        const between = testNow.getTime() + Math.floor((at - 1 - testNow.getTime()) * part);
        expect(scoreIdentity(subject, new Date(between))).toEqual(before);
        expect(scoreIdentity(subject, new Date(at - 1))).toEqual(before);
        const after = scoreIdentity(subject, new Date(at));
        expect(after.nextChangeAt?.getTime() ?? Infinity).toBeGreaterThan(at);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("weights", () => {
  it.each(identityClasses)("of %s sum to 100 over exactly the nine factors", (identityClass) => {
    const { weights } = thresholds[identityClass];
    expect(Object.keys(weights).sort()).toEqual([...riskFactors].sort());
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it("every AI class must rotate, expire and be used sooner than a legacy application (C19)", () => {
    const legacy = thresholds.legacy_application;
    for (const name of identityClasses.filter((value) => value.startsWith("ai_"))) {
      expect(thresholds[name].rotationDays).toBeLessThan(legacy.rotationDays);
      expect(thresholds[name].lifetimeDays).toBeLessThan(legacy.lifetimeDays);
      expect(thresholds[name].dormantDays).toBeLessThan(legacy.dormantDays);
    }
  });
});

describe("bands", () => {
  const worst = subjectOf({
    owner: { state: "none", active: false, sharedInbox: false },
    environment: "production",
    credentials: [
      credentialOf({
        facts: {
          createdAt: knownAt(daysAgo(2000)),
          expiresAt: knownAt(null),
          lastRotatedAt: knownAt(null),
        },
      }),
    ],
    facts: {
      createdAt: knownAt(daysAgo(2500)),
      lastUsedAt: knownAt(daysAgo(500)),
      privilege: privilege("admin", "Policy AdministratorAccess"),
    },
  });

  it("an unowned, forgotten administrator key in production is critical", () => {
    const result = scoreIdentity(worst, testNow);
    expect(result.band).toBe("critical");
    expect(factor(worst, "scope").because).toBe("Administrator access: Policy AdministratorAccess");
  });

  it("a fresh, owned, used reader is low", () => {
    expect(scoreIdentity(subjectOf({ credentials: [credentialOf()] }), testNow).band).toBe("low");
  });

  it("an identity about which nearly nothing is known is unknown, not low", () => {
    const blank = subjectOf({
      environment: "unknown",
      credentials: [
        credentialOf({
          facts: {
            createdAt: unknown("not_offered"),
            expiresAt: unknown("not_offered"),
            lastRotatedAt: unknown("not_offered"),
          },
        }),
      ],
      facts: {
        createdAt: unknown("not_offered"),
        lastUsedAt: unknown("not_offered"),
        privilege: unknown("permission_missing", "iam:GetPolicy is missing"),
        exposure: unknown("not_collected"),
      },
    });
    const result = scoreIdentity(blank, testNow);
    expect(result).toMatchObject({ band: "unknown", score: 0 });
    expect(factor(blank, "scope")).toMatchObject({
      state: "unknown",
      because: "Its privileges are unknown: iam:GetPolicy is missing",
    });
  });

  it("a switched-off identity keeps a quarter of its points, unless one of its keys still works", () => {
    const off: Subject = {
      ...worst,
      status: "disabled",
      credentials: [credentialOf({ ...worst.credentials[0], status: "disabled" })],
    };
    expect(score(off)).toBeLessThan(30);
    expect(score({ ...worst, status: "disabled" })).toBe(score(worst));
  });
});
