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

interface Kept {
  id: string;
  text: string;
  isClosed: boolean;
  notes: string[];
}
/** What the stand-in tracker holds. */
let kept: Kept[] = [];
let loseAnswer = false;
let refuse = 0;

interface Shape {
  config: object;
  isCreate: (method: string, path: string) => boolean;
  answers: (method: string, path: string, sent: Record<string, unknown>) => object | number;
}
const status = (one: Kept) => ({
  name: one.isClosed ? "Done" : "To do",
  statusCategory: { key: one.isClosed ? "done" : "new" },
});
const byPath = (path: string) => kept.find((one) => path.includes(one.id));

/** The published shapes of the three, as their documentation gives them. */
const shapes: Record<"jira" | "github_issues" | "servicenow", Shape> = {
  jira: {
    config: { kind: "jira", project: "SEC", user: "muster@example.com" },
    isCreate: (method, path) => method === "POST" && path === "/rest/api/3/issue",
    answers: (method, path, sent) => {
      const one = byPath(path);
      if (path.includes("/search/jql")) {
        const label = /"(.+)"/.exec(String(sent.jql))?.[1] ?? "?";
        const found = kept.filter((each) => each.text.includes(label));
        return { issues: found.map(({ id }) => ({ id: "1", key: id })), isLast: true };
      }
      if (path.startsWith("/rest/api/3/project/")) return { name: "Security" };
      if (!one) return { id: "1", key: kept.at(-1)?.id };
      if (path.endsWith("/comment")) return (one.notes.push(JSON.stringify(sent)), { id: "9" });
      if (path.endsWith("/transitions") && method === "POST") return ((one.isClosed = true), 204);
      if (path.endsWith("/transitions"))
        return {
          transitions: [{ id: "31", to: { name: "Done", statusCategory: { key: "done" } } }],
        };
      return { id: "1", key: one.id, fields: { status: status(one) } };
    },
  },
  github_issues: {
    config: { kind: "github_issues", repository: "acme/security" },
    isCreate: (method, path) => method === "POST" && path === "/repos/acme/security/issues",
    answers: (method, path, sent) => {
      const shown = (one: Kept) => ({
        number: Number(one.id),
        html_url: `https://github.example/acme/security/issues/${one.id}`,
        state: one.isClosed ? "closed" : "open",
        state_reason: one.isClosed ? "completed" : null,
        body: (JSON.parse(one.text) as { body: string }).body,
      });
      if (path === "/repos/acme/security") return { full_name: "acme/security" };
      if (path.includes("/issues?")) return kept.map(shown);
      const one = byPath(path);
      if (!one) return shown(kept.at(-1) as Kept);
      if (path.endsWith("/comments")) return (one.notes.push(JSON.stringify(sent)), { id: 9 });
      if (method === "PATCH") one.isClosed = sent.state === "closed";
      return shown(one);
    },
  },
  servicenow: {
    config: { kind: "servicenow", user: "muster" },
    isCreate: (method, path) => method === "POST" && path === "/api/now/table/incident",
    answers: (method, path, sent) => {
      const short = (one: Kept) => ({ sys_id: one.id, number: `INC${one.id}` });
      const asked = /correlation_id%3D([0-9a-f-]+)/.exec(path)?.[1];
      if (asked) return { result: kept.filter((one) => one.text.includes(asked)).map(short) };
      if (path.includes("sysparm_limit=1")) return { result: [] };
      const one = byPath(path);
      if (!one) return { result: short(kept.at(-1) as Kept) };
      if (method === "PATCH") one.notes.push(JSON.stringify(sent));
      const state = {
        value: one.isClosed ? "6" : "1",
        display_value: one.isClosed ? "Resolved" : "New",
      };
      return { result: { state, active: { value: "true", display_value: "true" } } };
    },
  },
};

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  process.env.MUSTER_BASE_URL = "https://muster.example";
  resetEnv();
  receiver = await startReceiver();
});
beforeEach(() => {
  kept = [];
  loseAnswer = false;
  refuse = 0;
  receiver.received = [];
});
afterAll(() => receiver.stop());

async function tracker(kind: keyof typeof shapes): Promise<string> {
  const { config, isCreate, answers } = shapes[kind];
  receiver.answer = ({ method, path, body }) => {
    if (refuse > 0) return { status: refuse, body: { message: "No" } };
    const sent = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
    if (isCreate(method, path)) {
      kept.push({ id: String(4_000 + kept.length), text: body, isClosed: false, notes: [] });
      if (loseAnswer) return ((loseAnswer = false), { status: 502 });
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
    const channelId = await tracker(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    await expect(openTicket(analyst, { channelId, ...about(subjectId) })).rejects.toMatchObject({
      code: "conflict",
    });
    await sync();
    expect(kept).toHaveLength(1);
    expect(kept[0]?.text).toContain(`https://muster.example/findings?finding=${subjectId}`);
    const opened = await only(subjectId);
    expect(opened).toMatchObject({ state: "open", closedEarly: false });
    expect(opened?.key).toContain(kept[0]?.id);

    (kept[0] as Kept).isClosed = true;
    await sync(6 * 60_000);
    expect(await only(subjectId)).toMatchObject({ state: "closed", closedEarly: true });
    (kept[0] as Kept).isClosed = false;
    await sync(6 * 60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });

    await db().finding.update({ where: { id: subjectId }, data: { state: "resolved" } });
    await sync(6 * 60_000);
    await sync(6 * 60_000);
    expect(kept[0]?.notes).toHaveLength(1);
    expect(kept[0]?.notes[0]).toContain("Settled in Muster");
    expect(kept[0]?.isClosed).toBe(kind !== "servicenow");
  });

  test("whose answer was lost is found again instead of opened twice", async () => {
    const channelId = await tracker(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    loseAnswer = true;
    await sync();
    expect(await only(subjectId)).toMatchObject({ state: "creating" });
    await sync(60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });
    expect(kept).toHaveLength(1);
  });

  test("that the tracker refuses says why and can be asked for again", async () => {
    const channelId = await tracker(kind);
    const subjectId = await someFinding();
    await openTicket(analyst, { channelId, ...about(subjectId) });
    refuse = 403;
    await sync();
    const failed = await only(subjectId);
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed?.answer).toContain("403");
    refuse = 0;
    await openTicket(analyst, { channelId, ...about(subjectId) });
    await sync(60_000);
    expect(await only(subjectId)).toMatchObject({ state: "open" });
    expect(await testChannel(admin, { channelId })).toMatchObject({ ok: true });
  });
});

test("tickets are opened by analysts and administrators, audited, and the token stays sealed", async () => {
  const channelId = await tracker("jira");
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
