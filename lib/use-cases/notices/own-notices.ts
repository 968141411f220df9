import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import { choosableEvents, eventName } from "@/lib/domain/notices/channel-config";
import { noticeModes, type NoticeMode } from "@/lib/domain/notices/notice-data";
import { defaultSchedule, isTimeZone } from "@/lib/domain/notices/schedule";
import type { OwnNotices } from "@/lib/domain/notices/shapes";
import { db } from "@/lib/infra/db";
import { type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";
import { toChannelItem } from "./list-channels";

function selfOf(ctx: Context): string {
  const personId = personIdOf(ctx);
  if (!personId) throw new DomainError("forbidden", "Only a person gets notices.");
  return personId;
}

const reaches = (personId: string) => ({
  OR: [{ personId }, { personId: null, kind: "mail" }],
});

/** What a person gets, where and when: their choices over the defaults of the catalogue. */
export const getOwnNotices = defineQuery({
  permission: "self:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<OwnNotices> => {
    const personId = selfOf(ctx);
    const [channels, choices, schedule] = await Promise.all([
      db().noticeChannel.findMany({ where: reaches(personId), orderBy: { createdAt: "asc" } }),
      db().noticePreference.findMany({ where: { personId } }),
      db().noticeSchedule.findUnique({ where: { personId } }),
    ]);
    const chosen = new Map(choices.map((one) => [`${one.channelId} ${one.event}`, one.mode]));
    return {
      schedule: schedule
        ? {
            timeZone: schedule.timeZone,
            quietFrom: schedule.quietFrom,
            quietTo: schedule.quietTo,
            digestAt: schedule.digestAt,
          }
        : defaultSchedule,
      channels: channels.map((row) => {
        const { id, kind, name, state, because } = toChannelItem(row, 0);
        return { id, kind, name, state, because, isOwn: row.personId !== null };
      }),
      events: choosableEvents.map((event) => {
        const { label, group, byDefault, isUrgent = false } = noticeCatalogue[event];
        const modes = channels.map((one): [string, NoticeMode] => [
          one.id,
          (chosen.get(`${one.id} ${event}`) ?? byDefault) as NoticeMode,
        ]);
        return { event, label, group, isUrgent, modes: Object.fromEntries(modes) };
      }),
    };
  },
});

const minute = z.number().int().min(0).max(1_439);

/** Keeps a person's choices and hours. What is already on its way keeps its time. */
export const saveOwnNotices = defineCommand({
  name: "notice-preferences.save",
  event: "notice-preferences.saved",
  permission: "self:change",
  input: z.strictObject({
    schedule: z.strictObject({
      timeZone: z.string().max(80).refine(isTimeZone, "There is no such time zone"),
      quietFrom: minute.nullable(),
      quietTo: minute.nullable(),
      digestAt: minute,
    }),
    choices: z
      .array(z.strictObject({ channelId: z.uuid(), event: eventName, mode: z.enum(noticeModes) }))
      .max(500),
  }),
  run: async ({ tx, ctx, input }) => {
    const personId = selfOf(ctx);
    const rows = await tx.noticeChannel.findMany({
      where: reaches(personId),
      select: { id: true },
    });
    const own = new Set(rows.map((row) => row.id));
    if (input.choices.some((one) => !own.has(one.channelId)))
      throw new DomainError("not_found", "There is no such channel, or it is not yours.");
    await tx.noticeSchedule.upsert({
      where: { personId },
      create: { personId, ...input.schedule },
      update: input.schedule,
    });
    for (const { channelId, event, mode } of input.choices) {
      await tx.noticePreference.upsert({
        where: { personId_channelId_event: { personId, channelId, event } },
        create: { personId, channelId, event, mode },
        update: { mode },
      });
    }
    return {
      result: null,
      audit: {
        targetType: "person",
        targetId: personId,
        detail: { ...input.schedule, choices: input.choices.length },
      },
    };
  },
});
