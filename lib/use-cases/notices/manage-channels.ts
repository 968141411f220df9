import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import {
  channelConfig,
  type ChannelConfig,
  eventName,
  ownChannelConfig,
  splitConfig,
} from "@/lib/domain/notices/channel-config";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Prisma, Tx } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { enqueue } from "@/lib/infra/queue";
import { newSigningSecret } from "@/lib/infra/webhook-signature";
import { type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { newId } from "../ingest/new-id";
import { openSecrets, sealSecrets } from "./open-channel";

const name = z.string().trim().min(1, "Give it a name").max(80);
const events = z.array(eventName).max(100);
const rotationOverlapMs = 86_400_000;
/** As many as one person may connect for themselves. */
const mostOwnChannels = 5;

const audited = (channelId: string, detail: { [key: string]: JsonValue }) => ({
  targetType: "notice_channel",
  targetId: channelId,
  detail,
});

/** Plain http would carry names and reasons in the clear: only to hosts that the administrator named. */
function requireEncrypted(config: ChannelConfig): void {
  if (config.kind === "mail" || config.url.startsWith("https:")) return;
  if (env().MUSTER_ALLOW_PRIVATE_HOSTS.includes(new URL(config.url).hostname)) return;
  throw new DomainError(
    "invalid_input",
    "config.url: The address must begin with https://. Nothing was changed.",
    { fields: { "config.url": "The address must begin with https://" } },
  );
}

async function create(
  tx: Tx,
  ctx: Context,
  input: { name: string; events: string[]; config: ChannelConfig },
  personId: string | null,
) {
  requireEncrypted(input.config);
  const { kind } = input.config;
  if (kind === "mail") await makeRoomForMail(tx);
  const { shown, secrets } = splitConfig(input.config);
  const id = newId();
  const secret = kind === "webhook" ? newSigningSecret() : null;
  const signing = secret ? { signing: [{ secret, until: null }] } : {};
  await tx.noticeChannel.create({
    data: {
      id,
      kind,
      name: input.name,
      personId,
      config: shown,
      sealedSecrets: await sealSecrets(id, { ...secrets, ...signing }),
      events: input.events,
      state: "active",
      createdAt: ctx.now,
    },
  });
  return {
    result: { channelId: id, signingSecret: secret },
    audit: audited(id, { kind, name: input.name, own: personId !== null, ...shown }),
  };
}

/** One mail server at a time; that of the environment gives way to one that is set up here. */
async function makeRoomForMail(tx: Tx): Promise<void> {
  const there = await tx.noticeChannel.findFirst({ where: { kind: "mail", personId: null } });
  if (!there) return;
  if ((there.config as { fromEnvironment?: boolean }).fromEnvironment) {
    await tx.noticeChannel.delete({ where: { id: there.id } });
    return;
  }
  throw new DomainError("conflict", "There is a mail server already. Change that one instead.");
}

/** Connects a mail server, a chat room or a receiver of signed calls. A signing secret is in this answer only. */
export const addChannel = defineCommand({
  name: "notice-channel.add",
  event: "notice-channel.added",
  permission: "setting:change",
  stepUp: true,
  input: z.strictObject({ name, events: events.default([]), config: channelConfig }),
  run: ({ tx, ctx, input }) => create(tx, ctx, input, null),
});

/** A person's own room, for what concerns them alone. */
export const addOwnChannel = defineCommand({
  name: "notice-channel.add-own",
  event: "notice-channel.own-added",
  permission: "self:change",
  input: z.strictObject({ name, config: ownChannelConfig }),
  run: async ({ tx, ctx, input }) => {
    const personId = personIdOf(ctx);
    if (!personId) throw new DomainError("forbidden", "Only a person has rooms of their own.");
    if ((await tx.noticeChannel.count({ where: { personId } })) >= mostOwnChannels)
      throw new DomainError(
        "conflict",
        `You have ${mostOwnChannels} rooms already. Remove one first.`,
      );
    return create(tx, ctx, { ...input, events: [] }, personId);
  },
});

async function channelOrRefuse(tx: Tx, id: string, where: Prisma.NoticeChannelWhereInput) {
  const found = await tx.noticeChannel.findFirst({ where: { id, ...where } });
  if (!found) throw new DomainError("not_found", "There is no such channel, or it is not yours.");
  return found;
}

/** What is left out keeps its value; a password too. */
export const changeChannel = defineCommand({
  name: "notice-channel.change",
  event: "notice-channel.changed",
  permission: "setting:change",
  stepUp: true,
  input: z.strictObject({
    channelId: z.uuid(),
    name: name.optional(),
    events: events.optional(),
    state: z.enum(["active", "paused"]).optional(),
    config: channelConfig.optional(),
  }),
  run: async ({ tx, input }) => {
    const found = await channelOrRefuse(tx, input.channelId, { personId: null });
    const changed = input.config ? await configChange(found, input.config) : {};
    const isOn = input.state === "active";
    await tx.noticeChannel.update({
      where: { id: found.id },
      data: {
        ...changed,
        ...(input.name ? { name: input.name } : {}),
        ...(input.events ? { events: input.events } : {}),
        ...(input.state ? { state: input.state } : {}),
        ...(isOn ? { because: null, failures: 0, failingSince: null, notBefore: null } : {}),
      },
    });
    if (isOn) await enqueue(tx, "deliver-notices", {}, { singletonKey: "deliver" });
    const detail = {
      fields: Object.keys(input).filter((key) => key !== "channelId"),
      ...(input.state ? { state: input.state } : {}),
      ...(input.events ? { events: input.events } : {}),
    };
    return { result: { channelId: found.id }, audit: audited(found.id, detail) };
  },
});

async function configChange(
  found: { id: string; kind: string; config: unknown; sealedSecrets: string | null },
  config: ChannelConfig,
) {
  if (found.kind !== config.kind)
    throw new DomainError("invalid_input", "A channel keeps its kind. Nothing was changed.");
  requireEncrypted(config);
  const { shown, secrets } = splitConfig(config);
  const kept = await openSecrets(found);
  // A kept password must not go to another server than the one it was given for.
  const was = found.config as { host?: string; url?: string };
  const isSameServer = was.host === shown.host && was.url === shown.url;
  const none = { password: undefined, token: undefined };
  const all = { ...kept, ...(isSameServer ? {} : none), ...secrets };
  return {
    config: config.kind === "mail" ? { ...shown, hasPassword: Boolean(all.password) } : shown,
    sealedSecrets: await sealSecrets(found.id, all),
  };
}

async function remove(tx: Tx, found: { id: string; name: string; kind: string }, now: Date) {
  await tx.noticeDelivery.updateMany({
    where: { channelId: found.id, state: { in: ["collecting", "waiting", "sending"] } },
    data: { state: "dropped", answer: "The channel was removed.", answeredAt: now, nextAt: null },
  });
  await tx.noticeChannel.delete({ where: { id: found.id } });
  return {
    result: { channelId: found.id },
    audit: audited(found.id, { name: found.name, kind: found.kind }),
  };
}

/** Forgets a channel with its secrets; what waited for it is dropped, and its log stays. */
export const removeChannel = defineCommand({
  name: "notice-channel.remove",
  event: "notice-channel.removed",
  permission: "setting:change",
  stepUp: true,
  input: z.strictObject({ channelId: z.uuid() }),
  run: async ({ tx, ctx, input }) =>
    remove(tx, await channelOrRefuse(tx, input.channelId, { personId: null }), ctx.now),
});

export const removeOwnChannel = defineCommand({
  name: "notice-channel.remove-own",
  event: "notice-channel.own-removed",
  permission: "self:change",
  input: z.strictObject({ channelId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const personId = personIdOf(ctx) ?? newId();
    return remove(tx, await channelOrRefuse(tx, input.channelId, { personId }), ctx.now);
  },
});

/** A new signing secret; the one before it signs as well for a day, so that receivers can change over. */
export const rotateSigningSecret = defineCommand({
  name: "notice-channel.rotate-secret",
  event: "notice-channel.secret-rotated",
  permission: "setting:change",
  stepUp: true,
  input: z.strictObject({ channelId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await channelOrRefuse(tx, input.channelId, { kind: "webhook" });
    const secrets = await openSecrets(found);
    const [newest] = secrets.signing ?? [];
    const until = new Date(ctx.now.getTime() + rotationOverlapMs).toISOString();
    const secret = newSigningSecret();
    const signing = [{ secret, until: null }, ...(newest ? [{ ...newest, until }] : [])];
    await tx.noticeChannel.update({
      where: { id: found.id },
      data: { sealedSecrets: await sealSecrets(found.id, { ...secrets, signing }) },
    });
    return {
      result: { signingSecret: secret, oldUntil: until },
      audit: audited(found.id, { oldUntil: until }),
    };
  },
});
