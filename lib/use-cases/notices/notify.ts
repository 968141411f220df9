import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import type { NoticeData, NoticeEvent, NoticeMode } from "@/lib/domain/notices/notice-data";
import { defaultSchedule, departure } from "@/lib/domain/notices/schedule";
import { type NoticeSubject, subjectPath } from "@/lib/domain/notices/subject";
import { type Permission, reach, roles } from "@/lib/domain/people/permissions";
import type { Prisma, Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { newId } from "../ingest/new-id";
import { ensureEnvironmentMail } from "./environment-mail";

/** Who is told: these people, and everybody whose role holds the permission without limits. */
export interface NoticeRecipients {
  people?: readonly (string | null)[];
  holding?: Permission;
  except?: readonly (string | null)[];
}

interface NoticeToSend<Event extends NoticeEvent> {
  event: Event;
  subject: NoticeSubject;
  recipients: NoticeRecipients;
  data: NoticeData[Event];
  /** A second notice of the same event and key is not told again. */
  dedupeKey: string;
  at: Date;
}

type Channel = Prisma.NoticeChannelGetPayload<object>;
type Draft = Prisma.NoticeDeliveryCreateManyInput;

/**
 * Tells people and rooms, inside the caller's transaction: the notice exists if and only if what it
 * speaks of does. Nothing leaves Muster here; a job delivers. Returns whether it was new.
 */
export async function notify<Event extends NoticeEvent>(
  tx: Tx,
  { event, subject, recipients, data, dedupeKey, at }: NoticeToSend<Event>,
): Promise<boolean> {
  const { text } = noticeCatalogue[event];
  const id = newId();
  const { count } = await tx.notice.createMany({
    data: {
      id,
      event,
      dedupeKey: `${event}:${dedupeKey}`,
      subjectType: subject.type,
      subjectId: subject.id,
      link: subjectPath(subject),
      ...text(data),
      data,
      at,
    },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await ensureEnvironmentMail(tx, at);
  const people = await peopleToTell(tx, recipients);
  const channels = await tx.noticeChannel.findMany({
    where: { OR: [{ personId: null }, { personId: { in: people.map((person) => person.id) } }] },
  });
  const notice = { id, event, at };
  const drafts = [
    ...roomDrafts(notice, channels),
    ...(await personDrafts(tx, notice, people, channels)),
  ];
  await tx.noticeDelivery.createMany({ data: drafts });
  if (drafts.length > 0) await enqueue(tx, "deliver-notices", {}, { singletonKey: "deliver" });
  return true;
}

async function peopleToTell(tx: Tx, { people = [], holding, except = [] }: NoticeRecipients) {
  const told = roles.filter((role) => holding && reach(role, holding) === "all");
  const named = people.filter((id) => id !== null);
  const left = except.filter((id) => id !== null);
  return tx.person.findMany({
    where: {
      status: "active",
      id: { notIn: left },
      OR: [{ id: { in: named } }, { role: { in: told } }],
    },
    select: { id: true, email: true, noticeSchedule: true },
  });
}

interface Told {
  id: string;
  event: NoticeEvent;
  at: Date;
}

const draftOf = (notice: Told, channel: Channel): Omit<Draft, "state" | "recipient"> => ({
  id: newId(),
  noticeId: notice.id,
  channelId: channel.id,
  channelKind: channel.kind,
  channelName: channel.name,
  createdAt: notice.at,
});

/** A room or receiver that everybody shares has no quiet hours. One that is off still keeps what waits for it. */
const roomDrafts = (notice: Told, channels: readonly Channel[]): Draft[] =>
  channels
    .filter((one) => one.personId === null && one.kind !== "mail" && one.state !== "paused")
    .filter((one) => one.events.includes(notice.event))
    .map((one) => ({
      ...draftOf(notice, one),
      recipient: one.name,
      state: "waiting",
      nextAt: notice.at,
    }));

async function personDrafts(
  tx: Tx,
  notice: Told,
  people: Awaited<ReturnType<typeof peopleToTell>>,
  channels: readonly Channel[],
): Promise<Draft[]> {
  const chosen = await tx.noticePreference.findMany({
    where: { event: notice.event, personId: { in: people.map((person) => person.id) } },
  });
  const modes = new Map(chosen.map((one) => [`${one.personId} ${one.channelId}`, one.mode]));
  const { byDefault, isUrgent = false } = noticeCatalogue[notice.event];
  return people.flatMap((person) =>
    channels
      .filter((one) => one.personId === person.id || (one.personId === null && one.kind === "mail"))
      .filter((one) => one.state !== "paused")
      .flatMap((channel): Draft[] => {
        const mode = (modes.get(`${person.id} ${channel.id}`) ?? byDefault) as NoticeMode;
        if (mode === "off") return [];
        const schedule = person.noticeSchedule ?? defaultSchedule;
        const { state, at } = departure(notice.at, schedule, { mode, isUrgent });
        const recipient = channel.kind === "mail" ? person.email : channel.name;
        return [{ ...draftOf(notice, channel), personId: person.id, recipient, state, nextAt: at }];
      }),
  );
}
