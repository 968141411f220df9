import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import {
  dueEvent,
  exceptingStates,
  exceptionLifecycle,
  exceptionStates,
  latestEnd,
  nextLookAt,
  remindAt,
  type ExceptionEvent,
  type ExceptionState,
} from "./exception";
import { isFinal, transition } from "./lifecycle";

const events = ["approve", "reject", "withdraw", "activate", "remind", "expire", "renew"] as const;
const table: Record<ExceptionState, Partial<Record<ExceptionEvent, ExceptionState>>> = {
  requested: { approve: "approved", reject: "rejected", withdraw: "withdrawn", expire: "expired" },
  approved: { activate: "active", withdraw: "withdrawn", expire: "expired" },
  active: { remind: "expiring", expire: "expired", withdraw: "withdrawn", renew: "renewed" },
  expiring: { expire: "expired", withdraw: "withdrawn", renew: "renewed" },
  expired: {},
  renewed: {},
  rejected: {},
  withdrawn: {},
};
const covers = (state: ExceptionState) => (exceptingStates as readonly string[]).includes(state);
const after = (from: ExceptionState, event: ExceptionEvent): ExceptionState => {
  try {
    return transition(exceptionLifecycle, from, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return from;
    throw error;
  }
};

describe("an exception", () => {
  it.each(exceptionStates.flatMap((state) => events.map((event) => [state, event] as const)))(
    "that is %s answers %s as the table says",
    (state, event) => {
      expect(after(state, event)).toBe(table[state][event] ?? state);
    },
  );

  it("never excepts anything before it was approved, and never again once it ended", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (tried) => {
        let state: ExceptionState = exceptionLifecycle.initial;
        let approved = false;
        let ended = false;
        for (const event of tried) {
          state = after(state, event);
          approved ||= state === "approved";
          expect(!covers(state) || (approved && !ended)).toBe(true);
          ended ||= isFinal(exceptionLifecycle, state);
        }
      }),
      { numRuns: 3000 },
    );
  });

  const span = fc
    .tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 60_000, max: 365 * 86_400_000 }))
    .map(([from, lasts]) => ({ startsAt: new Date(from), endsAt: new Date(from + lasts) }));

  it("by time alone reminds before its end and is over at its end, whenever the worker looks", () => {
    fc.assert(
      fc.property(span, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (found, parts) => {
        const lasts = found.endsAt.getTime() - found.startsAt.getTime();
        const looks = [...parts.sort((a, b) => a - b), 1].map(
          (part) => new Date(found.startsAt.getTime() + Math.floor(part * lasts)),
        );
        let state: ExceptionState = "approved";
        for (const now of looks) {
          for (let step = 0; step < 4; step += 1) {
            const event = dueEvent({ ...found, state }, now);
            if (event === null) break;
            state = transition(exceptionLifecycle, state, event);
          }
          expect(!covers(state) || now < found.endsAt).toBe(true);
          expect(state !== "active" || now < remindAt(found.startsAt, found.endsAt)).toBe(true);
        }
        expect(state).toBe("expired");
      }),
      { numRuns: 2000 },
    );
  });

  it("is looked at exactly when time asks something of it, and never once it ended", () => {
    fc.assert(
      fc.property(span, fc.constantFrom(...exceptionStates), (found, state) => {
        const at = nextLookAt({ ...found, state });
        expect(at === null).toBe(isFinal(exceptionLifecycle, state));
        if (at === null) return;
        expect(dueEvent({ ...found, state }, at)).not.toBeNull();
        expect(dueEvent({ ...found, state }, new Date(at.getTime() - 1))).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it("reminds a week before the end of a long one, in the last quarter of a short one", () => {
    const start = new Date("2026-01-01T00:00:00Z");
    expect(remindAt(start, latestEnd(start, 90)).toISOString()).toBe("2026-03-25T00:00:00.000Z");
    expect(remindAt(start, latestEnd(start, 4)).toISOString()).toBe("2026-01-04T00:00:00.000Z");
  });
});
