import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import { findingLifecycle } from "./finding";
import { edge, isFinal, statesBefore, transition } from "./lifecycle";
import { type SyncRunEvent, syncRunLifecycle, syncRunStates, type SyncRunState } from "./sync-run";

const events = [
  "start",
  "resume",
  "hold_for_person",
  "approve",
  "reject",
  "succeed",
  "end_partly",
  "fail",
  "cancel",
] as const satisfies readonly SyncRunEvent[];

const attempt = (from: SyncRunState, event: SyncRunEvent): SyncRunState => {
  try {
    return transition(syncRunLifecycle, from, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return from;
    throw error;
  }
};

describe("a sync run", () => {
  it("has exactly one terminal state, whatever is tried on it and in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (tried) => {
        const reached = new Set<SyncRunState>();
        let state: SyncRunState = syncRunLifecycle.initial;
        for (const event of tried) {
          state = attempt(state, event);
          if (isFinal(syncRunLifecycle, state)) reached.add(state);
        }
        expect(reached.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("can end from every state that is not final", () => {
    for (const state of syncRunStates)
      expect(isFinal(syncRunLifecycle, state) || attempt(state, "fail") === "failed").toBe(true);
  });

  it("cannot succeed while it waits for a person, nor before it has started", () => {
    expect(statesBefore(syncRunLifecycle, "succeed")).toEqual(["running"]);
    expect(() => transition(syncRunLifecycle, "waiting_for_person", "succeed")).toThrow(
      "A sync run that is waiting for person cannot succeed. Nothing was changed.",
    );
  });
});

describe("an edge", () => {
  it("names every state from which the event may happen and the one to which it leads", () => {
    expect(edge(syncRunLifecycle, "cancel")).toEqual({
      from: ["queued", "running", "waiting_for_person"],
      to: "cancelled",
    });
    expect(edge(syncRunLifecycle, "approve")).toEqual({
      from: ["waiting_for_person"],
      to: "succeeded",
    });
    for (const event of events) expect(edge(syncRunLifecycle, event).from).not.toEqual([]);
  });
});

describe("a finding", () => {
  it("resolves and reopens, and a resolved one is not seen again without reopening", () => {
    expect(transition(findingLifecycle, "open", "resolve")).toBe("resolved");
    expect(transition(findingLifecycle, "resolved", "reopen")).toBe("open");
    expect(() => transition(findingLifecycle, "resolved", "see_again")).toThrow(DomainError);
  });
});
