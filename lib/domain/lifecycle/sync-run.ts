import { defineLifecycle, isFinal } from "./lifecycle";

export const syncRunStates = [
  "queued",
  "running",
  "waiting_for_person",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
] as const;
export type SyncRunState = (typeof syncRunStates)[number];

export type SyncRunEvent =
  | "start"
  | "resume"
  | "hold_for_person"
  | "approve"
  | "reject"
  | "succeed"
  | "end_partly"
  | "fail"
  | "cancel";

/** One sync of one source. A run that would remove too much waits for a person; rejected or overtaken, it ends partly. */
export const syncRunLifecycle = defineLifecycle<SyncRunState, SyncRunEvent>({
  name: "sync run",
  initial: "queued",
  table: {
    queued: { start: "running", fail: "failed", cancel: "cancelled" },
    running: {
      resume: "running",
      hold_for_person: "waiting_for_person",
      succeed: "succeeded",
      end_partly: "partial",
      fail: "failed",
      cancel: "cancelled",
    },
    waiting_for_person: {
      approve: "succeeded",
      reject: "partial",
      fail: "failed",
      cancel: "cancelled",
    },
    succeeded: {},
    partial: {},
    failed: {},
    cancelled: {},
  },
});

/** A source has at most one run in one of these states. */
export const liveRunStates = syncRunStates.filter((state) => !isFinal(syncRunLifecycle, state));
