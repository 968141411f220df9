import { defineLifecycle } from "./lifecycle";

export type FindingState = "open" | "resolved";
export type FindingEvent = "see_again" | "resolve" | "reopen";

/** A finding is never deleted: it resolves when its cause is gone and reopens when it is back. */
export const findingLifecycle = defineLifecycle<FindingState, FindingEvent>({
  name: "finding",
  initial: "open",
  table: {
    open: { see_again: "open", resolve: "resolved" },
    resolved: { reopen: "open" },
  },
});
