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
import { rotationState } from "./factors/rotation";
import { riskFactors } from "./risk";
import { scoreIdentity } from "./score";
import type { Subject } from "./subject";
import { thresholds } from "./thresholds";

const score = (subject: Subject, now = testNow): number => scoreIdentity(subject, now).score;
const factor = (subject: Subject, name: (typeof riskFactors)[number]) =>
  scoreIdentity(subject, testNow).breakdown.find((line) => line.factor === name)!;

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

describe("usage", () => {
  it("never used is not unknown: past the grace it counts, unknown does not", () => {
    const unused = subjectOf({ facts: { lastUsedAt: knownAt(null) } });
    expect(factor(unused, "usage")).toMatchObject({ state: "known" });
    expect(factor(unused, "usage").points).toBeGreaterThan(0);
    const untold = subjectOf({ facts: { lastUsedAt: unknown("not_tracked_yet") } });
    expect(factor(untold, "usage")).toMatchObject({ state: "unknown", points: 0 });
  });

  it.each<Partial<Pick<Subject, "tags" | "labels">>>([
    { tags: { purpose: "break-glass" } },
    { tags: { breakGlass: "true" } },
    { labels: ["emergency-access"] },
  ])("a break-glass account is never dormant: %j", (changes) => {
    const subject = subjectOf({ ...changes, facts: { lastUsedAt: knownAt(null) } });
    expect(factor(subject, "usage")).toMatchObject({ state: "not_applicable", max: 0 });
  });

  it("a tag that denies being break-glass does not count", () => {
    const subject = subjectOf({
      tags: { "break-glass": "false" },
      facts: { lastUsedAt: knownAt(null) },
    });
    expect(factor(subject, "usage").state).toBe("known");
  });
});

describe("rotation", () => {
  const holding = (
    facts: Partial<Subject["credentials"][number]["facts"]>,
    kind = "access_key" as const,
  ) => subjectOf({ credentials: [credentialOf({ kind, facts })] });

  it.each([
    ["within_policy", holding({ createdAt: knownAt(daysAgo(89)) })],
    ["over_policy", holding({ createdAt: knownAt(daysAgo(90)) })],
    ["never", holding({ createdAt: knownAt(daysAgo(91)), lastRotatedAt: knownAt(null) })],
    [
      "unknown",
      holding({ createdAt: unknown("not_offered"), lastRotatedAt: unknown("not_offered") }),
    ],
    ["not_applicable", subjectOf()],
    ["not_applicable", subjectOf({ credentials: [credentialOf({ status: "disabled" })] })],
    ["not_applicable", subjectOf({ credentials: [credentialOf({ kind: "federated" })] })],
  ])("is %s", (state, subject) => {
    expect(rotationState(subject, testNow)).toBe(state);
  });

  it("counts a key whose creation date is unknown from its last rotation", () => {
    const known = { createdAt: unknown("not_offered"), lastRotatedAt: knownAt(daysAgo(91)) };
    expect(rotationState(holding(known), testNow)).toBe("over_policy");
  });

  it("a stored secret counts from its last change, or from its creation when never changed", () => {
    const secret = (lastRotatedAt: Subject["facts"]["lastRotatedAt"]) =>
      subjectOf({
        kind: "stored_secret",
        facts: { createdAt: knownAt(daysAgo(400)), lastRotatedAt },
      });
    expect(rotationState(secret(knownAt(daysAgo(10))), testNow)).toBe("within_policy");
    expect(rotationState(secret(knownAt(null)), testNow)).toBe("never");
    expect(rotationState(secret(unknown("not_offered")), testNow)).toBe("unknown");
  });

  it("the same key age costs an AI credential more than a legacy application", () => {
    const key = credentialOf({ facts: { createdAt: knownAt(daysAgo(60)) } });
    const legacy = factor(subjectOf({ credentials: [key] }), "rotation");
    const model = factor(
      subjectOf({ identityClass: "ai_model_credential", credentials: [key] }),
      "rotation",
    );
    expect(legacy.points).toBe(0);
    expect(model.points).toBeGreaterThan(10);
  });

  it("the oldest working secret decides, a young second one does not hide it", () => {
    const subject = subjectOf({
      credentials: [
        credentialOf(),
        credentialOf({
          name: "old key",
          facts: { createdAt: knownAt("2024-01-02T00:00:00.000Z") },
        }),
      ],
    });
    expect(factor(subject, "rotation").because).toBe(
      "“old key” unchanged since 2024-01-02, more than 4 times the 90 days of its policy",
    );
  });
});

describe("exposure and third parties", () => {
  it("an open trust counts fully and says why", () => {
    const subject = subjectOf({
      trusts: [
        {
          principalKind: "anyone",
          principal: "*",
          verdict: "open",
          because: "Anyone can assume it",
        },
      ],
    });
    const line = factor(subject, "exposure");
    expect(line.points).toBe(line.max);
    expect(line.because).toBe("Anyone can assume it");
  });

  it("a vendor's app with administrator access counts fully, a reader less", () => {
    const vendor = (level: "admin" | "read") =>
      factor(
        subjectOf({ vendor: "Vendor Inc", facts: { privilege: privilege(level) } }),
        "third_party",
      );
    expect(vendor("admin").points).toBe(vendor("admin").max);
    expect(vendor("read").points).toBeLessThan(vendor("admin").points);
  });
});

it("scores at least 60,000 subjects per second of processor time on one thread", () => {
  const subjects = fc.sample(arbitrarySubject, { numRuns: 500, seed: 7 });
  const scoreAll = () => {
    for (let round = 0; round < 20; round += 1)
      for (const subject of subjects) scoreIdentity(subject, testNow);
  };
  scoreAll();
  let best = 0;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const started = process.cpuUsage();
    scoreAll();
    best = Math.max(best, 10_000 / (process.cpuUsage(started).user / 1_000_000));
  }
  expect(best).toBeGreaterThan(60_000);
});
