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
import { rotationState } from "./factors/rotation";
import { scoreIdentity } from "./score";
import type { Subject } from "./subject";
import { factor } from "@/lib/testing/scored-subjects";

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
