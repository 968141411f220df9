import { defineLifecycle } from "./lifecycle";

export const offboardingStates = [
  "requested",
  "planned",
  "approved",
  "confirming",
  "disabling",
  "watching",
  "deleting",
  "deleted",
  "verified",
  "undoing",
  "undone",
  "stuck",
  "manual",
  "reported",
  "rejected",
  "cancelled",
] as const;
export type OffboardingState = (typeof offboardingStates)[number];

export type OffboardingEvent =
  | "plan"
  | "hand_over"
  | "approve"
  | "reject"
  | "cancel"
  | "ask_owner"
  | "start_disable"
  | "confirm_disabled"
  | "start_delete"
  | "confirm_deleted"
  | "find_alive"
  | "verify"
  | "undo"
  | "confirm_undone"
  | "stick"
  | "report_done";

/**
 * From a request to the proof that the target is gone. A state in -ing means that a call to the
 * provider may be under way; it ends only by what the provider then shows. `deleted` (by Muster)
 * and `reported` (by a person) are not yet proven; `verified` is. `stuck` is tried again every day and never counts as done.
 * Where nothing can be switched off first, `confirming` asks the owner in place of a watch, and
 * what can be made again from its snapshot is undone even from `verified`.
 */
export const offboardingLifecycle = defineLifecycle<OffboardingState, OffboardingEvent>({
  name: "case",
  initial: "requested",
  table: {
    requested: { plan: "planned", hand_over: "manual", cancel: "cancelled" },
    planned: {
      plan: "planned",
      approve: "approved",
      reject: "rejected",
      cancel: "cancelled",
      hand_over: "manual",
    },
    approved: {
      start_disable: "disabling",
      start_delete: "deleting",
      ask_owner: "confirming",
      cancel: "cancelled",
    },
    confirming: { start_delete: "deleting", reject: "rejected", cancel: "cancelled" },
    disabling: { confirm_disabled: "watching", stick: "stuck" },
    watching: { undo: "undoing", start_delete: "deleting" },
    deleting: { confirm_deleted: "deleted", stick: "stuck" },
    deleted: { verify: "verified", find_alive: "deleting" },
    undoing: { confirm_undone: "undone", stick: "stuck" },
    stuck: {
      start_disable: "disabling",
      start_delete: "deleting",
      undo: "undoing",
      hand_over: "manual",
    },
    manual: { report_done: "reported", cancel: "cancelled" },
    reported: { verify: "verified", find_alive: "manual" },
    verified: { undo: "undoing" },
    undone: {},
    rejected: {},
    cancelled: {},
  },
});

/** Nothing is under way or awaited any more. */
export const closedOffboardingStates: ReadonlySet<OffboardingState> = new Set([
  "verified",
  "undone",
  "rejected",
  "cancelled",
]);

export const offboardingModes = ["provider", "manual"] as const;
export type OffboardingMode = (typeof offboardingModes)[number];

/** Tries of one call before a case is stuck, as in OpenBao's lease revocation. */
export const mostTries = 6;

/** Milliseconds until the next try after `attempt` failures in a row: 10 s · 2^n ± 50 %. */
export function retryDelayMs(attempt: number, random: number): number {
  return 10_000 * 2 ** (attempt - 1) * (0.5 + random);
}

/** How often a stuck case is tried again, in milliseconds. */
export const stuckRetryMs = 86_400_000;

/** How often a watched target is read, in milliseconds. */
export const watchEveryMs = 3_600_000;

/** How often an owner who was asked is reminded, in milliseconds; later those who decide hear of it too. */
export const confirmEveryMs = 86_400_000;
export const confirmPatienceMs = 3 * confirmEveryMs;
