import type { Event, LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { z } from "zod";
import type { Gap } from "../../contract";
import { clean, isoDate } from "../../shared/aws-iam/text";
import { call, listed } from "../call";
import { lookupName, readUntil, remember, type Creator } from "../remembered-creators";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const events = ["CreateUser", "CreateRole", "CreateAccessKey", "CreateServiceSpecificCredential"];
const windowMs = 90 * 86_400_000;
/** Events can arrive late: the end of the last reading is read again. */
const overlapMs = 3_600_000;
const mostPages = 100;

const place = z.strictObject({
  turn: z.number().int().min(0),
  pages: z.number().int().min(0),
  token: z.string().nullable(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});
type Place = z.infer<typeof place>;

/**
 * Who created users, roles and keys in the last 90 days. It lists nothing itself: the streams after
 * it show the creator on what they list. Later runs ask only for what happened since.
 */
export function creatorsStep(): TakeStep {
  const pace = paced();
  return async (session, at) => {
    const here = (at === null ? null : parsed(at)) ?? (await start(session));
    const EventName = events[here.turn];
    if (EventName === undefined) return { records: [], next: null };
    await pace(session);
    const answer = await lookUp(session, EventName, here);
    const found = listed(answer.Events, lookupName).flatMap(readEvent);
    const following = nextPlace(here, answer.NextToken);
    const isCut = answer.NextToken !== undefined && following.turn !== here.turn;
    const isEnd = following.turn >= events.length;
    await remember(session.io, session.accountId, found, isEnd ? here.until : null);
    return {
      records: [],
      next: isEnd ? null : JSON.stringify(following),
      gaps: isCut ? [cut(session, EventName)] : [],
    };
  };
}

function parsed(at: string): Place | null {
  try {
    return place.parse(JSON.parse(at));
  } catch {
    return null;
  }
}

async function start(session: AccountSession): Promise<Place> {
  const now = session.io.now().getTime();
  const before = await readUntil(session.io, session.accountId);
  const since = Math.max(now - windowMs, before === null ? 0 : Date.parse(before) - overlapMs);
  return {
    turn: 0,
    pages: 0,
    token: null,
    since: new Date(since).toISOString(),
    until: new Date(now).toISOString(),
  };
}

function nextPlace(here: Place, token: string | undefined): Place {
  const goesOn = token !== undefined && here.pages + 1 < mostPages;
  return goesOn
    ? { ...here, token, pages: here.pages + 1 }
    : { ...here, token: null, pages: 0, turn: here.turn + 1 };
}

async function lookUp(session: AccountSession, EventName: string, here: Place) {
  const { CloudTrailClient, LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const client = new CloudTrailClient(session.options("cloudtrail"));
  const input: LookupEventsCommandInput = {
    LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: EventName }],
    StartTime: new Date(here.since),
    EndTime: new Date(here.until),
    MaxResults: 50,
    NextToken: here.token ?? undefined,
  };
  return call(lookupName, () => client.send(new LookupEventsCommand(input)));
}

/** CloudTrail takes two lookups a second from an account; a few more are let through at the start. */
function paced(): (session: AccountSession) => Promise<void> {
  const accounts = new Map<string, { credit: number; last: number }>();
  return async ({ io, accountId }) => {
    const now = Date.now();
    const before = accounts.get(accountId) ?? { credit: events.length, last: now };
    let credit = Math.min(events.length, before.credit + (now - before.last) / 500);
    if (credit < 1) {
      await new Promise((done) => setTimeout(done, (1 - credit) * 500));
      io.signal.throwIfAborted();
      credit = 1;
    }
    accounts.set(accountId, { credit: credit - 1, last: Date.now() });
  };
}

const cut = (session: AccountSession, EventName: string): Gap => ({
  reason: "not_found",
  scope: `account ${session.accountId}: ${EventName}`,
  permission: lookupName,
  message: `CloudTrail holds more than ${mostPages * 50} events ${EventName}: who created the older ones stays unknown.`,
});

const text = z.string().max(2_000);
const detail = z.looseObject({
  errorCode: z.unknown().optional(),
  userIdentity: z.looseObject({
    type: text.optional(),
    arn: text.optional(),
    userName: text.optional(),
    invokedBy: text.optional(),
    sessionContext: z
      .looseObject({ sessionIssuer: z.looseObject({ arn: text.optional() }).optional() })
      .optional(),
  }),
  responseElements: z.looseObject({
    user: z.looseObject({ userId: text }).optional(),
    role: z.looseObject({ roleId: text }).optional(),
    accessKey: z.looseObject({ accessKeyId: text }).optional(),
    serviceSpecificCredential: z.looseObject({ serviceSpecificCredentialId: text }).optional(),
  }),
});

/** The id that was made and by whom; nothing of an event that failed or cannot be read. */
function readEvent(event: Event): [string, Creator][] {
  const at = isoDate(event.EventTime);
  const read = detail.safeParse(jsonOf(event.CloudTrailEvent));
  if (!read.success || at === null || read.data.errorCode !== undefined) return [];
  const { userIdentity: by, responseElements: made } = read.data;
  const id =
    made.user?.userId ??
    made.role?.roleId ??
    made.accessKey?.accessKeyId ??
    made.serviceSpecificCredential?.serviceSpecificCredentialId;
  const arn = by.arn ?? by.invokedBy;
  if (id === undefined || arn === undefined) return [];
  const creator = {
    who: clean(whoOf(by.type, arn, by.userName), 300),
    arn: clean(arn, 500),
    at,
    event: clean(event.EventName ?? "", 60),
  };
  return [[clean(id, 128), creator]];
}

function jsonOf(content: string | undefined): unknown {
  try {
    return JSON.parse(content ?? "");
  } catch {
    return null;
  }
}

/** A session of Identity Center is named after the person; any other one after a program. */
function whoOf(type: string | undefined, arn: string, userName: string | undefined): string {
  if (type === "Root") return "Root user";
  if (type !== "AssumedRole") return userName ?? arn.split("/").at(-1) ?? arn;
  const [, role = arn, session = ""] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  return session.includes("@") ? session : role;
}
