import { dayMs } from "../days";
import type { NoticeEvent } from "./notice-data";

/** A notice as a channel sends it: links are whole addresses. */
export interface NoticeMessage {
  /** Stable over every try, so that a receiver can drop a double. */
  deliveryId: string;
  noticeId: string;
  event: NoticeEvent | "test";
  title: string;
  lines: readonly string[];
  link: string;
  action: string;
  /** A digest's parts. */
  items: readonly { title: string; link: string }[];
  subject: { type: string; id: string | null };
  data: unknown;
  at: string;
}

/**
 * What came of a try. `later` is tried again: `channel` when nobody could be reached through it,
 * `delivery` when only this recipient was put off. `refused` is final; `gone` ends the channel.
 */
export type DeliveryOutcome =
  | { kind: "delivered"; answer: string }
  | { kind: "later"; scope: "channel" | "delivery"; answer: string; retryAfterMs?: number }
  | { kind: "refused"; answer: string }
  | { kind: "gone"; answer: string };

/** Milliseconds until the next try after `tries` failures: 10 s · 2^n ± 50 %, at most 15 min. */
export function deliveryPauseMs(tries: number, random: number): number {
  return Math.min(10_000 * 2 ** Math.min(tries - 1, 10), 600_000) * (0.5 + random);
}

/** A channel that failed this long without one success is switched off. */
export const disableAfterMs = 5 * dayMs;

/** A delivery that failed this often, though its channel has delivered since, is given up. */
export const mostDeliveryTries = 12;
