import { createHmac } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { newSigningSecret } from "@/lib/infra/webhook-signature";
import { insertChannel, insertPerson, sayFailing } from "@/lib/testing/notices";
import { type Receiver } from "@/lib/testing/receiver";
import { deliverNotices } from "./deliver-notices";
import { mail, receiver, setUpDeliveredNotices } from "@/lib/testing/delivered-notices";

setUpDeliveredNotices();

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
