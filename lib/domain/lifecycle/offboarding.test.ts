import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import { isFinal, transition } from "./lifecycle";
import {
  closedOffboardingStates,
  offboardingLifecycle,
  offboardingStates,
  retryDelayMs,
  type OffboardingEvent,
  type OffboardingState,
} from "./offboarding";

const events = [
  ...new Set(Object.values(offboardingLifecycle.table).flatMap((row) => Object.keys(row))),
] as OffboardingEvent[];

const attempt = (from: OffboardingState, event: OffboardingEvent): OffboardingState => {
  try {
    return transition(offboardingLifecycle, from, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return from;
    throw error;
  }
};

/** Every state that a sequence of events passes through. */
function pathOf(tried: readonly OffboardingEvent[]): OffboardingState[] {
  const path: OffboardingState[] = [offboardingLifecycle.initial];
  for (const event of tried) {
    // Only what Muster deleted itself is made again: the command refuses it for a task by hand.
    const isByHand = path.includes("reported");
    const state = path.at(-1) ?? "requested";
    path.push(isByHand && state === "verified" && event === "undo" ? state : attempt(state, event));
  }
  return path;
}

/** Runs thousands of sequences; returns the path of the first that breaks the rule, or null. */
function firstBreaking(rule: (path: OffboardingState[]) => boolean): OffboardingState[] | null {
  const sequences = fc.array(fc.constantFrom(...events), { maxLength: 60 });
  const result = fc.check(
    fc.property(sequences, (tried) => rule(pathOf(tried))),
    { numRuns: 5_000 },
  );
  return result.counterexample ? pathOf(result.counterexample[0]) : null;
}

describe("an offboarding case", () => {
  it("never reaches the provider before somebody approved it", () => {
    const rule = (path: OffboardingState[]): boolean => {
      const touched = path.findIndex((state) => ["disabling", "deleting"].includes(state));
      return touched < 0 || path.slice(0, touched).includes("approved");
    };
    expect(firstBreaking(rule)).toBeNull();
  });

  it("is verified only after it was deleted or reported as done", () => {
    const claims = new Set<OffboardingState | undefined>(["deleted", "reported"]);
    const rule = (path: OffboardingState[]): boolean =>
      !path.includes("verified") || claims.has(path[path.indexOf("verified") - 1]);
    expect(firstBreaking(rule)).toBeNull();
  });

  it("cannot be undone once a deletion began, and never leaves a final state", () => {
    const rule = (path: OffboardingState[]): boolean => {
      const final = path.findIndex((state) => isFinal(offboardingLifecycle, state));
      return final < 0 || new Set(path.slice(final)).size === 1;
    };
    expect(firstBreaking(rule)).toBeNull();
    expect(() => transition(offboardingLifecycle, "deleting", "undo")).toThrow(
      "A case that is deleting cannot undo. Nothing was changed.",
    );
  });

  it("asks the owner only before a deletion that nothing came before, and never after", () => {
    const rule = (path: OffboardingState[]): boolean => {
      const asked = path.indexOf("confirming");
      return (
        asked < 0 ||
        !path.slice(0, asked).some((state) => ["disabling", "deleting"].includes(state))
      );
    };
    expect(firstBreaking(rule)).toBeNull();
  });

  it("is only ever made again once it was proven gone", () => {
    const { verified } = offboardingLifecycle.table;
    expect(Object.keys(verified)).toEqual(["undo"]);
    expect(closedOffboardingStates.has("verified")).toBe(true);
    const final = offboardingStates.filter((state) => isFinal(offboardingLifecycle, state));
    expect(final.every((state) => closedOffboardingStates.has(state))).toBe(true);
  });

  it("can be left from every state that is not final", () => {
    for (const state of offboardingStates) {
      const next = Object.values(offboardingLifecycle.table[state]);
      expect(next.length > 0).toBe(!isFinal(offboardingLifecycle, state));
    }
  });
});

describe("retrying a call", () => {
  it("pauses 10 s, 20 s, 40 s … each by half more or less", () => {
    expect([1, 2, 3, 6].map((n) => retryDelayMs(n, 0.5))).toEqual([
      10_000, 20_000, 40_000, 320_000,
    ]);
    expect(retryDelayMs(1, 0)).toBe(5_000);
    expect(retryDelayMs(1, 1)).toBe(15_000);
  });
});
