import type { ChannelKind } from "./channel-config";
import type { NoticeEvent, NoticeMode } from "./notice-data";
import type { PersonSchedule } from "./schedule";

/** One channel as lists show it. */
export interface ChannelItem {
  id: string;
  kind: ChannelKind;
  name: string;
  /** Where it leads, without secrets. */
  shown: Record<string, string | number | boolean | null>;
  events: NoticeEvent[];
  state: "active" | "paused" | "disabled";
  because: string | null;
  failures: number;
  failingSince: string | null;
  deliveredAt: string | null;
  waiting: number;
}

export const deliveryStates = [
  "waiting",
  "sending",
  "delivered",
  "failed",
  "collecting",
  "bundled",
  "dropped",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One line of the delivery log. Times are ISO 8601 in UTC. */
export interface DeliveryItem {
  id: string;
  event: string;
  title: string;
  /** The path of the item in Muster. */
  link: string;
  channel: { id: string | null; kind: string; name: string };
  recipient: string;
  state: DeliveryState;
  tries: number;
  nextAt: string | null;
  answer: string | null;
  answeredAt: string | null;
  createdAt: string;
}

export interface OwnNotices {
  schedule: PersonSchedule;
  /** Mail first, then the person's own rooms. */
  channels: (Pick<ChannelItem, "id" | "kind" | "name" | "state" | "because"> & {
    isOwn: boolean;
  })[];
  events: {
    event: NoticeEvent;
    label: string;
    group: string;
    isUrgent: boolean;
    /** By channel id. */
    modes: Record<string, NoticeMode>;
  }[];
}
