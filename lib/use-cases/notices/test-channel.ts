import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { NoticeMessage } from "@/lib/domain/notices/message";
import { db } from "@/lib/infra/db";
import { baseUrl } from "@/lib/infra/env";
import { authorise, type Context, personIdOf, reachOf } from "../context";
import { beforeCommand, defineCommand, parseInput } from "../define-command";
import { newId } from "../ingest/new-id";
import { sendNotice } from "./send";

const input = z.strictObject({ channelId: z.uuid() });
const wallMs = 20_000;

/** What the receiver really said to the test. */
export interface ChannelTest {
  ok: boolean;
  recipient: string;
  answer: string;
}

const recordTest = defineCommand({
  name: "notice-channel.test",
  event: "notice-channel.tested",
  permission: "self:change",
  input: z.strictObject({ channelId: z.string(), outcome: z.string(), answer: z.string() }),
  run: async ({ input: { channelId, outcome, answer } }) => ({
    result: null,
    audit: { targetType: "notice_channel", targetId: channelId, detail: { outcome, answer } },
  }),
});

async function prepare(ctx: Context, raw: z.input<typeof input>) {
  authorise(ctx, "self:change");
  const { channelId } = parseInput(input, raw);
  const channel = await db().noticeChannel.findUnique({ where: { id: channelId } });
  const personId = personIdOf(ctx);
  const isOwn = personId !== null && channel?.personId === personId;
  if (!channel || (!isOwn && (channel.personId || reachOf(ctx, "setting:change") !== "all")))
    throw new DomainError("not_found", "There is no such channel, or it is not yours.");
  const person = await db().person.findUnique({ where: { id: personId ?? newId() } });
  const address = channel.kind === "mail" ? (person?.email ?? "") : "";
  return { channel, address };
}

const message = (now: Date, by: string): NoticeMessage => ({
  deliveryId: newId(),
  noticeId: newId(),
  event: "test",
  title: "A test from Muster",
  lines: [`${by} sent this to see whether notices arrive here. They do.`],
  link: `${baseUrl()}/settings/notifications`,
  action: "Open the channels",
  items: [],
  subject: { type: "notice_channel", id: null },
  data: {},
  at: now.toISOString(),
});

/** Sends one message now, outside any transaction, and says what the receiver answered. Audited either way. */
async function send(ctx: Context, raw: z.input<typeof input>): Promise<ChannelTest> {
  const { channel, address } = await prepare(ctx, raw).catch(async (error: unknown) => {
    const outcome = error instanceof DomainError ? error.code : "failed";
    await recordTest(ctx, { channelId: "", outcome, answer: "" });
    throw error;
  });
  const by = "name" in ctx.actor ? ctx.actor.name : "Somebody";
  const sending = {
    channel,
    address,
    message: message(ctx.now, by),
    now: ctx.now,
    signal: AbortSignal.timeout(wallMs),
  };
  const outcome = await beforeCommand(ctx, "notice-channel.test", () => sendNotice(sending));
  const { kind, answer } = outcome;
  await recordTest(ctx, { channelId: channel.id, outcome: kind, answer });
  return { ok: kind === "delivered", recipient: address || channel.name, answer };
}

export const testChannel = Object.assign(send, {
  command: "notice-channel.test",
  permission: "self:change" as const,
  input,
});
