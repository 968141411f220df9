import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySubject, knownAt, subjectOf } from "@/lib/testing/subject";
import { actsWithoutPerson, autonomyOf } from "./autonomy";
import { isAiClass } from "./identity";

const agent = (changes: Parameters<typeof subjectOf>[0] = {}) =>
  autonomyOf(subjectOf({ identityClass: "ai_tool_token", environment: "unknown", ...changes }));

describe("the tier of an AI identity", () => {
  it("is given to every AI identity, with a reason, and to nothing else", () => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const { tier, because } = autonomyOf(subject);
        expect(tier !== null).toBe(isAiClass(subject.identityClass));
        expect(because.length).toBeGreaterThan(10);
      }),
    );
  });

  it("is what people say, before what its place says", () => {
    expect(agent({ environment: "production" }).tier).toBe("autonomous_production_agent");
    expect(agent({ environment: "production", labels: ["tier:build-agent"] }).tier).toBe(
      "build_agent",
    );
    expect(agent({ stage: "build", tags: { autonomy: "Drafting assistant" } }).tier).toBe(
      "drafting_assistant",
    );
    expect(agent({ stage: "build", labels: ["tier:nonsense"] }).tier).toBe("build_agent");
  });

  it("counts a person who signs in with it as a person in the loop", () => {
    const interactive = knownAt(true);
    expect(agent({ environment: "production", facts: { interactive } }).tier).toBe(
      "drafting_assistant",
    );
    expect(actsWithoutPerson(agent({ stage: "training" }).tier)).toBe(true);
    expect(actsWithoutPerson(agent().tier)).toBe(false);
  });
});
