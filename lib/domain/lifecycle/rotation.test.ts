import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import { isFinal, transition } from "./lifecycle";
import {
  quietUntil,
  rotationLifecycle,
  rotationStates,
  type RotationEvent,
  type RotationState,
} from "./rotation";

const events = [
  ...new Set(Object.values(rotationLifecycle.table).flatMap((row) => Object.keys(row))),
] as RotationEvent[];

function attempt(from: RotationState, event: RotationEvent): RotationState {
  try {
    return transition(rotationLifecycle, from, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return from;
    throw error;
  }
}

/** Every other event is taken from what is possible, so that paths get deep. */
function pathOf(tried: readonly RotationEvent[]): RotationState[] {
  const path: RotationState[] = ["requested"];
  for (const event of tried) {
    const now = path.at(-1) ?? "requested";
    const possible = Object.keys(rotationLifecycle.table[now]) as RotationEvent[];
    const at = events.indexOf(event) % Math.max(1, possible.length);
    path.push(attempt(now, path.length % 2 === 0 ? event : (possible[at] ?? event)));
  }
  return path;
}

/** The path of the first sequence of events that breaks the rule, or null. */
function firstBreaking(rule: (path: RotationState[]) => boolean): RotationState[] | null {
  const sequences = fc.array(fc.constantFrom(...events), { maxLength: 80 });
  const result = fc.check(
    fc.property(sequences, (tried) => rule(pathOf(tried))),
    { numRuns: 5_000 },
  );
  return result.counterexample ? pathOf(result.counterexample[0]) : null;
}

const comesBefore = (
  path: RotationState[],
  first: RotationState,
  then: RotationState[],
): boolean => {
  const at = path.findIndex((state) => then.includes(state));
  return at < 0 || path.slice(0, at).includes(first);
};

describe("a rotation", () => {
  it("never touches the old credential before the new one is delivered", () => {
    const touching: RotationState[] = ["disabling_old", "deleting_old", "replacing"];
    expect(firstBreaking((path) => comesBefore(path, "delivered", touching))).toBeNull();
  });

  it("never makes a new credential before somebody approved it", () => {
    expect(firstBreaking((path) => comesBefore(path, "approved", ["creating"]))).toBeNull();
  });

  it("ends after a failed creation or delivery only through the proof that the new one is gone", () => {
    const rule = (path: RotationState[]): boolean => {
      const made = path.lastIndexOf("creating");
      const rest = path.slice(made);
      const ended = rest.findIndex((state) => isFinal(rotationLifecycle, state));
      if (made < 0 || ended < 0 || rest.slice(0, ended).includes("delivered")) return true;
      return rest[ended - 1] === "destroying";
    };
    expect(firstBreaking(rule)).toBeNull();
    expect(Object.keys(rotationLifecycle.table.dangling)).toEqual(["destroy"]);
  });

  it("is completed only by a proof: the old one read as gone, or replaced in place", () => {
    const claims = new Set<RotationState | undefined>(["deleted", "reported", "replacing"]);
    const rule = (path: RotationState[]): boolean =>
      !path.includes("completed") || claims.has(path[path.indexOf("completed") - 1]);
    expect(firstBreaking(rule)).toBeNull();
  });

  it("never leaves a final state, and can be left from every other", () => {
    const rule = (path: RotationState[]): boolean => {
      const final = path.findIndex((state) => isFinal(rotationLifecycle, state));
      return final < 0 || new Set(path.slice(final)).size === 1;
    };
    expect(firstBreaking(rule)).toBeNull();
    const final = new Set<RotationState>([
      "completed",
      "undone",
      "failed",
      "rejected",
      "cancelled",
    ]);
    for (const state of rotationStates)
      expect([state, isFinal(rotationLifecycle, state)]).toEqual([state, final.has(state)]);
  });

  it("goes back to the overlap when a switched-off old credential is given back", () => {
    const undoing = transition(rotationLifecycle, "watching", "undo");
    expect(transition(rotationLifecycle, undoing, "confirm_undone")).toBe("overlapping");
    expect(() => transition(rotationLifecycle, "deleting_old", "undo")).toThrow(
      "A rotation that is deleting old cannot undo. Nothing was changed.",
    );
  });
});

describe("the overlap", () => {
  it("counts its quiet hours from the delivery or the last use, whichever is later", () => {
    const delivered = new Date("2026-03-01T00:00:00Z");
    expect(quietUntil(delivered, null, 72)).toEqual(new Date("2026-03-04T00:00:00Z"));
    const before = new Date("2026-02-01T00:00:00Z");
    expect(quietUntil(delivered, before, 24)).toEqual(new Date("2026-03-02T00:00:00Z"));
    const after = new Date("2026-03-02T12:00:00Z");
    expect(quietUntil(delivered, after, 24)).toEqual(new Date("2026-03-03T12:00:00Z"));
  });
});
