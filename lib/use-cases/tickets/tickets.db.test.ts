import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { newId } from "../ingest/new-id";
import { addChannel } from "../notices/manage-channels";
import { openSecrets } from "../notices/open-channel";
import { testChannel } from "../notices/test-channel";
import { listTickets } from "./list-tickets";
import { openTicket } from "./open-ticket";
import { syncTickets } from "./sync-tickets";
import { type Kept, shapes, tracker } from "./testing/stand-in-trackers";

useDatabase();

const admin = personContext("admin", { personId: newId() });
const analyst = personContext("analyst", { personId: newId() });
const word = "not-a-real-token";
let receiver: Receiver;
let now = Date.now() + 60_000;
const sync = (later = 0) => {
  now += later;
  return syncTickets(() => new Date(now));
};

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  process.env.MUSTER_BASE_URL = "https://muster.example";
  resetEnv();
  receiver = await startReceiver();
});
beforeEach(() => {
  tracker.kept = [];
  tracker.loseAnswer = false;
  tracker.refuse = 0;
  receiver.received = [];
});
afterAll(() => receiver.stop());

async function channelOf(kind: keyof typeof shapes): Promise<string> {
  const { config, isCreate, answers } = shapes[kind];
  receiver.answer = ({ method, path, body }) => {
    if (tracker.refuse > 0) return { status: tracker.refuse, body: { message: "No" } };
    const sent = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
    if (isCreate(method, path)) {
      tracker.kept.push({
        id: String(4_000 + tracker.kept.length),
        text: body,
        isClosed: false,
        notes: [],
      });
      if (tracker.loseAnswer) return ((tracker.loseAnswer = false), { status: 502 });
    }
    const said = answers(method, path, sent);
    return typeof said === "number" ? { status: said } : { status: 200, body: said };
  };
  const { channelId } = await addChannel(admin, {
    name: `${kind} ${randomUUID().slice(0, 4)}`,
    config: { ...config, url: receiver.url, token: word } as never,
  });
  return channelId;
}

async function someFinding(): Promise<string> {
  const sourceId = await insertSource();
  const at = new Date();
  const name = `key-${randomUUID().slice(0, 6)}`;
  const identity = await db().identity.create({
    data: {
      sourceId,
      externalId: name,
      stream: "keys",
      kind: "api_key",
      detail: "fake.key",
      name,
      status: "active",
      identityClass: "legacy_application",
      environment: "test",
      stage: "unknown",
      facts: {},
      contentHash: name,
      firstSeenAt: at,
      lastSeenAt: at,
    },
  });
  const finding = await db().finding.create({
    data: {
      identityId: identity.id,
      ruleId: "nhi1-no-owner",
      findingKey: name,
      severity: "high",
      title: "Nobody owns it @everyone",
      evidence: {},
      remedy: "Name an owner.",
      firstSeenAt: at,
      lastSeenAt: at,
    },
  });
  return finding.id;
}

const kinds = Object.keys(shapes) as (keyof typeof shapes)[];
const about = (subjectId: string) => ({ subjectType: "finding" as const, subjectId });
const only = async (subjectId: string) => (await listTickets(analyst, about(subjectId))).items[0];

describe.each(kinds)("a ticket in %s", (kind) => {
  test("is opened once, read again, and told when the finding is settled", async () => {
    const channelId = await channelOf(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    await expect(openTicket(analyst, { channelId, ...about(subjectId) })).rejects.toMatchObject({
      code: "conflict",
    });
    await sync();
    expect(tracker.kept).toHaveLength(1);
    expect(tracker.kept[0]?.text).toContain(`https://muster.example/findings?finding=${subjectId}`);
    const opened = await only(subjectId);
    expect(opened).toMatchObject({ state: "open", closedEarly: false });
    expect(opened?.key).toContain(tracker.kept[0]?.id);

    (tracker.kept[0] as Kept).isClosed = true;
    await sync(6 * 60_000);
    expect(await only(subjectId)).toMatchObject({ state: "closed", closedEarly: true });
    (tracker.kept[0] as Kept).isClosed = false;
    await sync(6 * 60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });

    await db().finding.update({ where: { id: subjectId }, data: { state: "resolved" } });
    await sync(6 * 60_000);
    await sync(6 * 60_000);
    expect(tracker.kept[0]?.notes).toHaveLength(1);
    expect(tracker.kept[0]?.notes[0]).toContain("Settled in Muster");
    expect(tracker.kept[0]?.isClosed).toBe(kind !== "servicenow");
  });

  test("whose answer was lost is found again instead of opened twice", async () => {
    const channelId = await channelOf(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    tracker.loseAnswer = true;
    await sync();
    expect(await only(subjectId)).toMatchObject({ state: "creating" });
    await sync(60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });
    expect(tracker.kept).toHaveLength(1);
  });

  test("that the tracker refuses says why and can be asked for again", async () => {
    const channelId = await channelOf(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    tracker.refuse = 403;
    await sync();
    const failed = await only(subjectId);
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed?.answer).toContain("403");
    tracker.refuse = 0;
    await openTicket(analyst, { channelId, ...about(subjectId) });
    await sync(60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });
    expect(await testChannel(admin, { channelId })).toMatchObject({ ok: true });
  });
});

test("tickets are opened by analysts and administrators, audited, and the token stays sealed", async () => {
  const channelId = await channelOf("jira");
  const subjectId = await someFinding();
  for (const role of ["owner", "manager", "auditor"] as const) {
    const ctx = personContext(role, { personId: newId() });
    await expect(openTicket(ctx, { channelId, ...about(subjectId) })).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  await expect(
    openTicket(anonymousContext(), { channelId, ...about(subjectId) }),
  ).rejects.toMatchObject({
    code: "unauthenticated",
  });
  const { ticketId } = await openTicket(analyst, { channelId, ...about(subjectId) });
  await sync();
  const rows = await db().auditEvent.findMany({
    where: { targetId: ticketId },
    orderBy: { seq: "asc" },
  });
  expect(rows.map((row) => row.event)).toEqual(["ticket.asked", "ticket.opened"]);
  const stored = await db().noticeChannel.findUniqueOrThrow({ where: { id: channelId } });
  expect((await openSecrets(stored)).token).toBe(word);
  expect(JSON.stringify(stored)).not.toContain(word);
});
