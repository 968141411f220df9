import { defineLifecycle } from "./lifecycle";

export type FindingState = "open" | "excepted" | "resolved";
export type FindingEvent = "see_again" | "except" | "end_exception" | "resolve" | "reopen";

/**
 * A finding is never deleted: it resolves when its cause is gone and reopens when it is back. One under an
 * exception still stands; it is open again when the exception ends.
 */
export const findingLifecycle = defineLifecycle<FindingState, FindingEvent>({
  name: "finding",
  initial: "open",
  table: {
    open: { see_again: "open", except: "excepted", resolve: "resolved" },
    excepted: { see_again: "excepted", end_exception: "open", resolve: "resolved" },
    resolved: { reopen: "open" },
  },
});
