import { z } from "zod";
import { listDeliveriesInput } from "../notices/list-deliveries";
import { addChannel, addOwnChannel, changeChannel } from "../notices/manage-channels";
import { saveOwnNotices } from "../notices/own-notices";
import { listTickets } from "../tickets/list-tickets";
import { openTicket } from "../tickets/open-ticket";
import type { ApiRoute } from "./api-route";

const channel = z.strictObject({ channelId: z.uuid() });

/** Channels, their deliveries, and a person's own choices. Changes to channels need a step-up. */
export const noticeRoutes: ApiRoute[] = [
  { method: "get", path: "/notification-channels", summary: "List channels with how they fare" },
  {
    method: "post",
    path: "/notification-channels",
    summary: "Add a channel; a webhook's signing secret is in this answer only",
    body: addChannel.input,
  },
  {
    method: "patch",
    path: "/notification-channels/{channelId}",
    summary: "Change, pause or switch on a channel; fields left out keep their value",
    params: channel,
    body: changeChannel.input.omit({ channelId: true }),
  },
  {
    method: "delete",
    path: "/notification-channels/{channelId}",
    summary: "Remove a channel with its secrets",
    params: channel,
  },
  {
    method: "post",
    path: "/notification-channels/{channelId}/test",
    summary: "Send a test now; the answer is the receiver's",
    params: channel,
  },
  {
    method: "post",
    path: "/notification-channels/{channelId}/secret",
    summary: "Make a new signing secret; the one before it signs for another day",
    params: channel,
  },
  {
    method: "get",
    path: "/notification-deliveries",
    summary: "List deliveries, newest first",
    query: listDeliveriesInput,
  },
  {
    method: "post",
    path: "/notification-deliveries/{deliveryId}/retry",
    summary: "Send a delivery again under its old id",
    params: z.strictObject({ deliveryId: z.uuid() }),
  },
  {
    method: "get",
    path: "/tickets",
    summary: "The tickets of one item, and the trackers in which one could be opened",
    query: listTickets.input,
  },
  {
    method: "post",
    path: "/tickets",
    summary: "Open a ticket about an item; the worker does it within seconds",
    body: openTicket.input,
  },
  { method: "get", path: "/me/notices", summary: "What one is told, where and when" },
  {
    method: "put",
    path: "/me/notices",
    summary: "Choose what one is told, where and when",
    body: saveOwnNotices.input,
  },
  {
    method: "post",
    path: "/me/notices/channels",
    summary: "Add a chat room of one's own",
    body: addOwnChannel.input,
  },
  {
    method: "delete",
    path: "/me/notices/channels/{channelId}",
    summary: "Remove a chat room of one's own",
    params: channel,
  },
];
