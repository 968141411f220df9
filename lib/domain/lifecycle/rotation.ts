import { defineLifecycle } from "./lifecycle";

export const rotationStates = [
  "requested",
  "planned",
  "approved",
  "creating",
  "delivering",
  "delivered",
  "overlapping",
  "replacing",
  "disabling_old",
  "watching",
  "deleting_old",
  "deleted",
  "undoing",
  "destroying",
  "completed",
  "undone",
  "failed",
  "stuck",
  "dangling",
  "manual",
  "reported",
  "rejected",
  "cancelled",
] as const;
export type RotationState = (typeof rotationStates)[number];

export type RotationEvent =
  | "plan"
  | "fail"
  | "hand_over"
  | "approve"
  | "reject"
  | "cancel"
  | "start_create"
  | "confirm_created"
  | "confirm_delivered"
  | "overlap"
  | "start_replace"
  | "confirm_replaced"
  | "start_disable"
  | "confirm_disabled"
  | "start_delete"
  | "confirm_deleted"
  | "find_alive"
  | "verify"
  | "undo"
  | "confirm_undone"
  | "destroy"
  | "confirm_destroyed"
  | "stick"
  | "report_done";

/**
 * From a request to one working credential. The new one is made and delivered while the old one
 * works; the old one goes only after it is no longer used. A new one that was not delivered is
 * destroyed: until that is proven the rotation is `dangling`, which no person can wave through.
 * Undoing a switched-off old one leads back to the overlap, where both work.
 */
export const rotationLifecycle = defineLifecycle<RotationState, RotationEvent>({
  name: "rotation",
  initial: "requested",
  table: {
    requested: { plan: "planned", fail: "failed", hand_over: "manual", cancel: "cancelled" },
    planned: {
      plan: "planned",
      approve: "approved",
      reject: "rejected",
      cancel: "cancelled",
      hand_over: "manual",
    },
    approved: { start_create: "creating", cancel: "cancelled" },
    creating: { confirm_created: "delivering", destroy: "destroying" },
    delivering: { confirm_delivered: "delivered", destroy: "destroying" },
    delivered: { overlap: "overlapping", start_replace: "replacing" },
    overlapping: {
      start_disable: "disabling_old",
      start_delete: "deleting_old",
      undo: "destroying",
    },
    replacing: { confirm_replaced: "completed", stick: "stuck" },
    disabling_old: { confirm_disabled: "watching", stick: "stuck" },
    watching: { undo: "undoing", start_delete: "deleting_old" },
    undoing: { confirm_undone: "overlapping", stick: "stuck" },
    deleting_old: { confirm_deleted: "deleted", stick: "stuck" },
    deleted: { verify: "completed", find_alive: "deleting_old" },
    destroying: { confirm_destroyed: "failed", confirm_undone: "undone", stick: "dangling" },
    stuck: {
      start_disable: "disabling_old",
      start_delete: "deleting_old",
      start_replace: "replacing",
      undo: "undoing",
      hand_over: "manual",
    },
    dangling: { destroy: "destroying" },
    manual: { report_done: "reported", cancel: "cancelled" },
    reported: { verify: "completed", find_alive: "manual" },
    completed: {},
    undone: {},
    failed: {},
    rejected: {},
    cancelled: {},
  },
});

/** How long an undelivered secret is kept, sealed, in milliseconds; then its credential is destroyed. */
export const secretLifeMs = 24 * 3_600_000;

/** How often the use of the old credential is read during the overlap, in milliseconds. */
export const overlapLookMs = 3_600_000;

/**
 * When the old credential has been quiet for long enough: `hours` after the delivery or its last
 * use, whichever is later.
 */
export function quietUntil(deliveredAt: Date, lastUsedAt: Date | null, hours: number): Date {
  const since = Math.max(deliveredAt.getTime(), lastUsedAt?.getTime() ?? 0);
  return new Date(since + hours * 3_600_000);
}
