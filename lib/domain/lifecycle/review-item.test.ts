import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import {
  campaignLifecycle,
  lineOf,
  overdueDefaults,
  type PeopleAround,
  reviewerRules,
} from "./campaign";
import { isFinal, transition } from "./lifecycle";
import {
  eventOf,
  needsSecondPerson,
  nextInLine,
  overdueStep,
  type ReviewItemEvent,
  reviewItemLifecycle,
  type ReviewItemState,
  undoEventOf,
} from "./review-item";

const events = [
  ...new Set(Object.values(reviewItemLifecycle.table).flatMap((row) => Object.keys(row))),
] as ReviewItemEvent[];

const attempt = (from: ReviewItemState, event: ReviewItemEvent): ReviewItemState => {
  try {
    return transition(reviewItemLifecycle, from, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return from;
    throw error;
  }
};

const person = fc.constantFrom(null, "ann", "bob", "eve");
const people: fc.Arbitrary<PeopleAround> = fc.record({
  owner: person,
  backup: person,
  manager: person,
  person,
});
const line = fc.uniqueArray(fc.constantFrom("ann", "bob", "cy", "eve"));

describe("a review item", () => {
  it("is never decided without a decision, and never again once nobody answered", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (tried) => {
        let state = reviewItemLifecycle.initial;
        return tried.every((event) => {
          const from = state;
          state = attempt(from, event);
          const isDecided = state !== "decided" || from === "decided" || event === "decide";
          return isDecided && (from !== "unanswered" || state === "unanswered");
        });
      }),
      { numRuns: 5_000 },
    );
    expect(isFinal(reviewItemLifecycle, "unanswered")).toBe(true);
  });

  it("comes back to where it was when its last answer is undone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<ReviewItemState>("waiting", "seconding"),
        fc.constantFrom<ReviewItemEvent>("keep_once", "decide", "pass"),
        (before, event) => {
          const after = attempt(before, event);
          if (reviewItemLifecycle.table[before][event] === undefined) return;
          expect(transition(reviewItemLifecycle, after, undoEventOf(after, before))).toBe(before);
        },
      ),
    );
  });
});

describe("two people", () => {
  it("are needed where an owner keeps a privileged or production credential alone", () => {
    const facts = { twoPeople: true, isOwner: true, state: "waiting" } as const;
    expect(eventOf("keep", facts)).toBe("keep_once");
    expect(eventOf("keep", { ...facts, isOwner: false })).toBe("decide");
    expect(eventOf("keep", { ...facts, state: "seconding" })).toBe("decide");
    expect(eventOf("remove", facts)).toBe("decide");
    const admin = { privilege: "admin", environment: "test" };
    expect(needsSecondPerson("privileged", admin)).toBe(true);
    expect(needsSecondPerson("never", admin)).toBe(false);
    expect(needsSecondPerson("always", { privilege: "read", environment: "test" })).toBe(true);
  });

  it("are never one: whoever kept it first is not asked as the second", () => {
    fc.assert(
      fc.property(line, fc.nat(4), fc.constantFrom("ann", "bob"), (ladder, position, first) => {
        expect(nextInLine({ line: ladder, position }, first).reviewer).not.toBe(first);
      }),
    );
  });
});

describe("the ladder", () => {
  it("asks everybody at most once, whoever stands in two places", () => {
    fc.assert(
      fc.property(fc.constantFrom(...reviewerRules), people, (rule, around) => {
        const ladder = lineOf(rule, around);
        expect(new Set(ladder).size).toBe(ladder.length);
        expect(ladder.every((one) => Object.values(around).includes(one))).toBe(true);
      }),
    );
    expect(lineOf("owner", { owner: "ann", backup: null, manager: "ann", person: "eve" })).toEqual([
      "ann",
      "eve",
    ]);
  });

  it("ends with the analysts after at most as many steps as it has rungs", () => {
    fc.assert(
      fc.property(line, (ladder) => {
        let position = 0;
        for (const _ of ladder) ({ position } = nextInLine({ line: ladder, position }));
        expect(nextInLine({ line: ladder, position }).reviewer).toBeNull();
      }),
    );
  });
});

describe("an item whose time is over", () => {
  it("is never kept: somebody is asked, or its removal is requested", () => {
    fc.assert(
      fc.property(line, fc.nat(5), fc.constantFrom(...overdueDefaults), (ladder, at, fallback) => {
        const step = overdueStep({ line: ladder, position: at }, fallback);
        const isLast = at + 1 >= ladder.length;
        const wanted =
          fallback === "request_removal" ? { do: "request_removal" } : { do: "ask", again: false };
        const next = { do: "ask", reviewer: ladder[at + 1], again: true };
        expect(step).toMatchObject(isLast ? wanted : next);
      }),
    );
  });
});

describe("a campaign", () => {
  it("takes no event once it is closed or cancelled", () => {
    for (const state of ["closed", "cancelled"] as const)
      expect(isFinal(campaignLifecycle, state)).toBe(true);
    expect(() => transition(campaignLifecycle, "preparing", "close")).toThrow(DomainError);
  });
});
