import { slackBody, teamsBody, webhookBody } from "@/lib/domain/notices/chat-text";
import { mailParts } from "@/lib/domain/notices/mail-text";
import type { DeliveryOutcome, NoticeMessage } from "@/lib/domain/notices/message";
import { OutboundError } from "@/lib/domain/outbound-error";
import { isTracker } from "@/lib/domain/notices/tracker-config";
import { baseUrl } from "@/lib/infra/env";
import { MailError, sendMail } from "@/lib/infra/mailer";
import { callOut, type OutgoingAnswer } from "@/lib/infra/outgoing";
import { webhookSignature } from "@/lib/infra/webhook-signature";
import { openTracker } from "../tickets/tracker";
import { TrackerError } from "../tickets/tracker-contract";
import { openMail, openSecrets } from "./open-channel";

export interface ChannelToSend {
  id: string;
  kind: string;
  config: unknown;
  sealedSecrets: string | null;
}

interface Sending {
  channel: ChannelToSend;
  /** A mail's one recipient. */
  address: string;
  message: NoticeMessage;
  now: Date;
  signal: AbortSignal;
}

/** One try. Never throws for what a receiver does; whatever happens is an outcome with words. */
export async function sendNotice(sending: Sending): Promise<DeliveryOutcome> {
  try {
    if (isTracker(sending.channel.kind)) return await checkTracker(sending);
    if (sending.channel.kind === "mail") return await byMail(sending);
    if (sending.channel.kind === "webhook") return await byWebhook(sending);
    return await byChat(sending);
  } catch (error) {
    if (error instanceof OutboundError)
      return { kind: "later", scope: "channel", answer: error.message };
    throw error;
  }
}

/** A tracker is told nothing; a test asks whether its credential works. */
async function checkTracker({ channel, signal }: Sending): Promise<DeliveryOutcome> {
  try {
    const tracker = await openTracker(channel, signal);
    return { kind: "delivered", answer: await tracker.verify() };
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    return { kind: "refused", answer: error.message };
  }
}

async function byMail({ channel, address, message, signal }: Sending): Promise<DeliveryOutcome> {
  const settings = await openMail(channel);
  if (!settings) {
    const answer = "The environment no longer names a mail server.";
    return { kind: "later", scope: "channel", answer };
  }
  const { hostname } = new URL(baseUrl());
  try {
    const answer = await sendMail(
      settings,
      {
        to: address,
        ...mailParts(message, `${baseUrl()}/settings/notices`),
        messageId: `${message.deliveryId}@${hostname}`,
        listId: `Muster notices <notices.${hostname}>`,
      },
      signal,
    );
    return { kind: "delivered", answer };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    if (error.kind === "refused") return { kind: "refused", answer: error.message };
    const scope = error.kind === "put_off" ? "delivery" : "channel";
    return { kind: "later", scope, answer: error.message };
  }
}

/** Slack and Teams say for good that a hook or a body is wrong; only their trouble passes. */
async function byChat({ channel, message, signal }: Sending): Promise<DeliveryOutcome> {
  const { url = "" } = await openSecrets(channel);
  const body = JSON.stringify(channel.kind === "teams" ? teamsBody(message) : slackBody(message));
  const answer = await callOut({ url, method: "POST", headers: {}, body, signal });
  if ([404, 410].includes(answer.status)) return { kind: "gone", answer: answer.said };
  const isFinal =
    answer.status >= 400 && answer.status < 500 && ![408, 429].includes(answer.status);
  return isFinal ? { kind: "refused", answer: answer.said } : outcomeOf(answer);
}

async function byWebhook({ channel, message, now, signal }: Sending): Promise<DeliveryOutcome> {
  const { url = "", signing = [] } = await openSecrets(channel);
  const secrets = signing
    .filter(({ until }) => until === null || Date.parse(until) > now.getTime())
    .map(({ secret }) => secret);
  const body = webhookBody(message);
  const timestamp = Math.floor(now.getTime() / 1_000);
  const signed = { id: message.deliveryId, timestamp, body };
  const answer = await callOut({
    url,
    method: "POST",
    headers: {
      "webhook-id": message.deliveryId,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": webhookSignature(secrets, signed),
      "idempotency-key": message.deliveryId,
    },
    body,
    signal,
  });
  return answer.status === 410 ? { kind: "gone", answer: answer.said } : outcomeOf(answer);
}

function outcomeOf({ status, said, retryAfterMs }: OutgoingAnswer): DeliveryOutcome {
  if (status >= 200 && status < 300) return { kind: "delivered", answer: said };
  return {
    kind: "later",
    scope: "channel",
    answer: said,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
