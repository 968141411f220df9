import { idIn } from "./answer-parts";
import { channelTest, newChannel, newSigningSecret } from "../notices/channel-answers";
import { listChannels } from "../notices/list-channels";
import { listDeliveries } from "../notices/list-deliveries";
import {
  addChannel,
  changeChannel,
  removeChannel,
  rotateSigningSecret,
} from "../notices/manage-channels";
import { retryDelivery } from "../notices/retry-delivery";
import { testChannel } from "../notices/test-channel";
import { listTickets } from "../tickets/list-tickets";
import { openTicket } from "../tickets/open-ticket";
import { type ApiRoute, get, patch, post, remove } from "./api-route";

/** Channels, what they delivered, and tickets. */
export const noticeRoutes: readonly ApiRoute[] = [
  get("/notification-channels", listChannels, "List channels with how they fare"),
  post(
    "/notification-channels",
    addChannel,
    "Add a channel; a webhook's signing secret is in this answer only",
    { status: 201, answer: newChannel },
  ),
  patch(
    "/notification-channels/{channelId}",
    changeChannel,
    "Change, pause or switch on a channel; fields left out keep their value",
    { answer: idIn("channelId") },
  ),
  remove("/notification-channels/{channelId}", removeChannel, "Remove a channel with its secrets", {
    answer: idIn("channelId"),
  }),
  post(
    "/notification-channels/{channelId}/test",
    testChannel,
    "Send a test now; the answer is the receiver's",
    { answer: channelTest },
  ),
  post(
    "/notification-channels/{channelId}/secret",
    rotateSigningSecret,
    "Make a new signing secret; the one before it signs for another day",
    { answer: newSigningSecret },
  ),
  get("/notification-deliveries", listDeliveries, "List deliveries, newest first"),
  post(
    "/notification-deliveries/{deliveryId}/retry",
    retryDelivery,
    "Send a delivery again under its old id",
    { answer: idIn("deliveryId") },
  ),
  get(
    "/tickets",
    listTickets,
    "The tickets of one item, and the trackers in which one could be opened",
  ),
  post("/tickets", openTicket, "Open a ticket about an item; the worker does it within seconds", {
    status: 202,
    answer: idIn("ticketId"),
  }),
];
