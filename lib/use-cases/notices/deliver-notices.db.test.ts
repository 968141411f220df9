import { createHmac } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { newSigningSecret } from "@/lib/infra/webhook-signature";
import { useDatabase } from "@/lib/testing/database";
import { type MailServer, startMailServer } from "@/lib/testing/mail-server";
import { insertChannel, insertPerson, sayFailing } from "@/lib/testing/notices";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { deliverNotices } from "./deliver-notices";

useDatabase();

let receiver: Receiver;
let mail: MailServer;
const minute = 60_000;
const states = async (channelId: string): Promise<Record<string, number>> => {
  const rows = await db().noticeDelivery.groupBy({
    by: ["state"],
    where: { channelId },
    _count: true,
  });
  return Object.fromEntries(rows.map((row) => [row.state, row._count]));
};
const idsOf = (all: Receiver["received"]) => all.map((one) => String(one.headers["webhook-id"]));

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  process.env.MUSTER_BASE_URL = "https://muster.example";
  resetEnv();
  receiver = await startReceiver();
  mail = await startMailServer({ user: "muster", password: "not-a-real-word" });
});
afterEach(async () => {
  await db().notice.deleteMany();
  await db().noticeChannel.deleteMany();
  receiver.received = [];
  receiver.answer = () => ({ status: 204 });
});
afterAll(async () => {
  await receiver.stop();
  await mail.close();
});

const webhook = (secret = newSigningSecret()) =>
  insertChannel("webhook", {
    url: `${receiver.url}/hook`,
    signing: [{ secret, until: null }],
  });

describe("a receiver that is down for an hour", () => {
  test("gets every notice once when it is back: nothing is lost, nothing comes twice", async () => {
    const channelId = await webhook();
    let now = Date.now();
    const notices = 120;
    for (let n = 0; n < notices; n += 1) await sayFailing(`Source ${n}`, new Date(now));
    const moods = [
      async () => receiver.stop(),
      async () => {
        await receiver.start();
        receiver.answer = () => ({ status: 503 });
      },
      async () => void (receiver.answer = () => "hang"),
      async () =>
        void (receiver.answer = () => ({ status: 429, headers: { "retry-after": "120" } })),
    ];
    for (let passed = 0; passed < 60; passed += 1, now += minute) {
      if (passed % 15 === 0) await moods[passed / 15]?.();
      await deliverNotices(() => new Date(now), undefined, { wallMs: 150 });
    }
    const triedMeanwhile = receiver.received.length;
    expect(await states(channelId)).toEqual({ waiting: notices });
    // A receiver in trouble is asked now and then with one notice, not with all of them.
    expect(triedMeanwhile).toBeLessThan(60);
    receiver.received = [];
    receiver.answer = () => ({ status: 204 });
    for (let passed = 0; passed < 60; passed += 1, now += minute) {
      await deliverNotices(() => new Date(now), undefined, { wallMs: 5_000 });
    }
    expect(await states(channelId)).toEqual({ delivered: notices });
    expect(new Set(idsOf(receiver.received)).size).toBe(notices);
    expect(receiver.received).toHaveLength(notices);
  });

  test("is left alone exactly as long as it asks in Retry-After", async () => {
    await webhook();
    const start = Date.now();
    await sayFailing("Quiet", new Date(start));
    receiver.answer = () => ({ status: 429, headers: { "retry-after": "1800" } });
    const at = (ms: number) => deliverNotices(() => new Date(start + ms));
    expect([await at(0), await at(1_799_000), await at(1_801_000)]).toEqual([1, 0, 1]);
  });

  test("is switched off after five days, keeps what waits, and administrators are told", async () => {
    const admin = await insertPerson("admin");
    const channelId = await webhook();
    const mailId = await insertChannel(
      "mail",
      { password: "not-a-real-word" },
      {
        config: {
          host: "127.0.0.1",
          port: mail.port,
          security: "none",
          user: null,
          from: "a@muster.example",
        },
      },
    );
    const start = Date.now();
    await sayFailing("Gone for days", new Date(start));
    receiver.answer = () => ({ status: 500 });
    for (let hour = 0; hour <= 121; hour += 1)
      await deliverNotices(() => new Date(start + hour * 3_600_000));
    const channel = await db().noticeChannel.findUniqueOrThrow({ where: { id: channelId } });
    expect(channel.state).toBe("disabled");
    expect(channel.because).toContain("failed for 5 days");
    expect(await states(channelId)).toEqual({ waiting: 1 });
    const told = await db().noticeDelivery.findMany({
      where: { channelId: mailId, personId: admin },
      include: { notice: true },
    });
    expect(told.map((one) => one.notice.event)).toEqual(["channel.disabled"]);
    const audit = await db().auditEvent.findFirst({
      where: { event: "notice-channel.disabled", targetId: channelId },
    });
    expect(audit?.outcome).toBe("done");
  });
});

describe("a worker that dies between sending and writing it down", () => {
  test("sends again under the same id, so that the receiver can drop the double", async () => {
    const channelId = await webhook();
    await sayFailing("Killed");
    const script = new URL("../../testing/notice-worker.ts", import.meta.url).pathname;
    const child: ChildProcess = spawn(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", script],
      { stdio: ["ignore", "ignore", "ignore"] },
    );
    await new Promise<void>((resolve) => {
      receiver.answer = async () => {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
        resolve();
        return { status: 204 };
      };
    });
    expect(await states(channelId)).toEqual({ sending: 1 });
    receiver.answer = () => ({ status: 204 });
    expect(await deliverNotices(() => new Date())).toBe(0);
    const later = new Date(Date.now() + 2 * minute);
    expect(await deliverNotices(() => later)).toBe(1);
    expect(await states(channelId)).toEqual({ delivered: 1 });
    const ids = idsOf(receiver.received);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("settles nothing any more once another worker has taken over", async () => {
    const channelId = await webhook();
    await sayFailing("Overtaken");
    receiver.answer = async () => {
      // What a second worker's claim does while the first one still waits for its answer.
      await sql("UPDATE notice_delivery SET tries = tries + 1 WHERE channel_id = $1::uuid", [
        channelId,
      ]);
      return { status: 204 };
    };
    await deliverNotices(() => new Date());
    expect(await states(channelId)).toEqual({ sending: 1 });
  });

  test("two workers at once never send the same notice", async () => {
    await webhook();
    for (let n = 0; n < 40; n += 1) await sayFailing(`Shared ${n}`);
    await Promise.all([1, 2, 3].map(() => deliverNotices(() => new Date())));
    const ids = idsOf(receiver.received);
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);
  });
});

describe("a signed call", () => {
  test("carries one signature for each live secret over id, time and body", async () => {
    const [fresh, old, ended] = [newSigningSecret(), newSigningSecret(), newSigningSecret()];
    const hour = 3_600_000;
    await insertChannel("webhook", {
      url: `${receiver.url}/hook`,
      signing: [
        { secret: fresh, until: null },
        { secret: old, until: new Date(Date.now() + hour).toISOString() },
        { secret: ended, until: new Date(Date.now() - hour).toISOString() },
      ],
    });
    await sayFailing("Signed");
    await deliverNotices(() => new Date());
    const [got] = receiver.received;
    const {
      "webhook-id": id,
      "webhook-timestamp": time,
      "webhook-signature": sent,
    } = got?.headers ?? {};
    const sign = (secret: string) =>
      `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
        .update(`${String(id)}.${String(time)}.${got?.body}`)
        .digest("base64")}`;
    expect(sent).toBe(`${sign(fresh)} ${sign(old)}`);
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      type: "source.failing",
      data: { title: "Cannot be read: Signed" },
    });
  });
});

describe("mail", () => {
  const mailChannel = (config: object = {}) =>
    insertChannel(
      "mail",
      {},
      {
        config: {
          host: "127.0.0.1",
          port: mail.port,
          security: "none",
          user: null,
          from: "muster@muster.example",
          ...config,
        },
      },
    );

  test("that was not accepted for lack of a password waits with the server's words", async () => {
    const ann = await insertPerson("analyst", "ann");
    const channelId = await mailChannel();
    await sayFailing("No password", new Date(), [ann]);
    await deliverNotices(() => new Date());
    const row = await db().noticeDelivery.findFirstOrThrow({ where: { channelId } });
    expect(row).toMatchObject({ state: "waiting", tries: 1 });
    expect(row.answer).toMatch(/530|auth/i);
  });

  test("never carries a password over a connection without encryption", async () => {
    const bob = await insertPerson("analyst", "bob");
    const channelId = await insertChannel(
      "mail",
      { password: "not-a-real-word" },
      {
        config: {
          host: "127.0.0.1",
          port: mail.port,
          security: "none",
          user: "muster",
          from: "m@muster.example",
        },
      },
    );
    await sayFailing("Plain", new Date(), [bob]);
    await deliverNotices(() => new Date());
    const row = await db().noticeDelivery.findFirstOrThrow({ where: { channelId } });
    expect(row.answer).toContain("without encryption");
  });

  test("goes to one recipient with a stable id, links to the item only, and holds no image", async () => {
    const open = await startMailServer();
    const cleo = await insertPerson("analyst", "cleo");
    await mailChannel({ port: open.port });
    await sayFailing("<img src=x> \r\nBcc: all@muster.example", new Date(), [cleo]);
    await deliverNotices(() => new Date());
    await open.close();
    const row = await db().noticeDelivery.findFirstOrThrow({ where: { personId: cleo } });
    const [got] = open.mails;
    expect(row.state).toBe("delivered");
    expect(got?.to).toEqual([row.recipient]);
    expect(got?.raw).toContain(`Message-ID: <${row.id}@muster.example>`);
    expect(got?.raw).toMatch(/^List-ID: Muster notices <notices\.muster\.example>\r$/m);
    expect(got?.raw.split("\r\n\r\n", 1)[0]).not.toMatch(/^Bcc:/im);
    const text = (got?.raw ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(text.slice(text.indexOf("<!doctype"))).not.toMatch(/<img/i);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map((one) => one[1]);
    expect(links.length).toBeGreaterThan(0);
    expect(
      links.every((one) =>
        /^https:\/\/muster\.example\/(sources\/|settings\/notices$)/.test(one ?? ""),
      ),
    ).toBe(true);
  });

  test("to an address that the server refuses for good fails at once; the others still go out", async () => {
    const open = await startMailServer();
    const [dora, emil] = [
      await insertPerson("analyst", "dora"),
      await insertPerson("analyst", "emil"),
    ];
    open.refuse = (address) => (address.startsWith("dora") ? "550 No such mailbox" : null);
    await mailChannel({ port: open.port });
    await sayFailing("Two people", new Date(), [dora, emil]);
    await deliverNotices(() => new Date());
    await open.close();
    const of = (personId: string) => db().noticeDelivery.findFirstOrThrow({ where: { personId } });
    expect(await of(dora)).toMatchObject({
      state: "failed",
      answer: expect.stringContaining("550") as string,
    });
    expect((await of(emil)).state).toBe("delivered");
  });

  test("is not sent to somebody who was shut out meanwhile", async () => {
    const fay = await insertPerson("analyst", "fay");
    await mailChannel();
    await sayFailing("Too late", new Date(), [fay]);
    await db().person.update({ where: { id: fay }, data: { status: "disabled" } });
    await deliverNotices(() => new Date());
    expect((await db().noticeDelivery.findFirstOrThrow({ where: { personId: fay } })).state).toBe(
      "dropped",
    );
  });
});

describe("chat rooms", () => {
  test("get the published shapes, in which what comes from outside mentions nobody", async () => {
    await insertChannel("slack", { url: `${receiver.url}/slack` });
    await insertChannel("teams", { url: `${receiver.url}/teams` });
    await sayFailing("<!channel> [x](https://evil.example)");
    await deliverNotices(() => new Date());
    const body = (path: string) =>
      JSON.parse(receiver.received.find((one) => one.path === path)?.body ?? "{}") as {
        text?: string;
        blocks?: { type: string; text: { type: string; text: string } }[];
        attachments?: {
          contentType: string;
          content: { type: string; body: { type: string }[] };
        }[];
      };
    expect(body("/slack").text).toContain("&lt;!channel&gt;");
    expect(body("/slack").blocks?.map((one) => one.text.type)).toEqual([
      "plain_text",
      "plain_text",
      "mrkdwn",
    ]);
    const [card] = body("/teams").attachments ?? [];
    expect(card?.contentType).toBe("application/vnd.microsoft.card.adaptive");
    expect(card?.content.body.every((one) => one.type === "RichTextBlock")).toBe(true);
  });

  test("whose hook was revoked are switched off at once", async () => {
    const id = await insertChannel("slack", { url: `${receiver.url}/slack` });
    receiver.answer = () => ({ status: 404, body: "no_service" });
    await sayFailing("Revoked");
    await deliverNotices(() => new Date());
    const channel = await db().noticeChannel.findUniqueOrThrow({ where: { id } });
    expect(channel).toMatchObject({ state: "disabled" });
  });

  test("cannot be at an address that is private and not allowed", async () => {
    const id = await insertChannel("slack", { url: "http://169.254.169.254/latest" });
    await sayFailing("Inside");
    await deliverNotices(() => new Date());
    const row = await db().noticeDelivery.findFirstOrThrow({ where: { channelId: id } });
    expect(row.state).toBe("waiting");
    expect(row.answer).toMatch(/169\.254\.169\.254/);
  });
});
