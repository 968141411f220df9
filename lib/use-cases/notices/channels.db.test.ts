import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import type { Context } from "../context";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertPerson, sayFailing } from "@/lib/testing/notices";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { deliverNotices } from "./deliver-notices";
import { listChannels } from "./list-channels";
import { listDeliveries } from "./list-deliveries";
import {
  addChannel,
  addOwnChannel,
  changeChannel,
  removeChannel,
  removeOwnChannel,
  rotateSigningSecret,
} from "./manage-channels";
import { openSecrets } from "./open-channel";
import { getOwnNotices, saveOwnNotices } from "./own-notices";
import { retryDelivery } from "./retry-delivery";
import { testChannel } from "./test-channel";

useDatabase();

let receiver: Receiver;
let admin: Context;
let analyst: Context;
let owner: Context;
const events = ["source.failing" as const];

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  resetEnv();
  receiver = await startReceiver();
  admin = personContext("admin", { personId: await insertPerson("admin") });
  analyst = personContext("analyst", { personId: await insertPerson("analyst") });
  owner = personContext("owner", { personId: await insertPerson("owner") });
});
afterAll(() => receiver.stop());

const hook = (path = "/hook") => ({ kind: "webhook" as const, url: `${receiver.url}${path}` });
const stored = (id: string) => db().noticeChannel.findUniqueOrThrow({ where: { id } });
const lastAudit = async (event: string) =>
  db().auditEvent.findFirst({ where: { event }, orderBy: { seq: "desc" } });

describe("channels", () => {
  test("are changed by administrators only, and a refused attempt is written down", async () => {
    const made = await addChannel(admin, { name: "Kept", events, config: hook() });
    const { channelId } = made;
    for (const ctx of [analyst, owner, anonymousContext()]) {
      const refusedWith = expect.stringMatching(
        /^(forbidden|unauthenticated|not_found)$/,
      ) as string;
      await expect(addChannel(ctx, { name: "x", events, config: hook() })).rejects.toMatchObject({
        code: refusedWith,
      });
      await expect(changeChannel(ctx, { channelId, name: "x" })).rejects.toMatchObject({
        code: refusedWith,
      });
      await expect(removeChannel(ctx, { channelId })).rejects.toMatchObject({ code: refusedWith });
      await expect(rotateSigningSecret(ctx, { channelId })).rejects.toMatchObject({
        code: refusedWith,
      });
      await expect(testChannel(ctx, { channelId })).rejects.toMatchObject({ code: refusedWith });
      await expect(listChannels(ctx, {})).rejects.toMatchObject({ code: refusedWith });
      await expect(listDeliveries(ctx, {})).rejects.toMatchObject({ code: refusedWith });
    }
    for (const name of ["add", "change", "remove", "rotate-secret"])
      expect((await lastAudit(`notice-channel.${name}`))?.outcome).toBe("refused");
    expect(await db().noticeChannel.count()).toBe(1);
    await removeChannel(admin, { channelId });
    expect((await lastAudit("notice-channel.removed"))?.targetId).toBe(channelId);
  });

  test("need a fresh proof of who it is", async () => {
    const { actor } = admin;
    const stale = { ...admin, actor: { ...actor, steppedUpAt: null } as typeof actor };
    await expect(addChannel(stale, { name: "x", events, config: hook() })).rejects.toMatchObject({
      code: "step_up_required",
    });
  });

  test("seal their address and secret, and no answer or audit row shows them again", async () => {
    const url = `${receiver.url}/services/T000/B000/not-a-real-path`;
    const made = await addChannel(admin, { name: "Room", events, config: { kind: "slack", url } });
    const signed = await addChannel(admin, {
      name: "Receiver",
      events,
      config: hook("/in?key=hidden"),
    });
    expect(signed.signingSecret).toMatch(/^whsec_/);
    expect((await openSecrets(await stored(made.channelId))).url).toBe(url);
    const shown = JSON.stringify([
      await listChannels(admin, {}),
      await db().noticeChannel.findMany({ select: { config: true, sealedSecrets: true } }),
      (await db().auditEvent.findMany()).map((row) => row.detail),
    ]);
    for (const secret of ["not-a-real-path", "hidden", signed.signingSecret ?? ""])
      expect(shown).not.toContain(secret);
    await removeChannel(admin, { channelId: made.channelId });
    await removeChannel(admin, { channelId: signed.channelId });
  });

  test("refuse plain http to a host that the administrator of the machine did not name", async () => {
    const config = { kind: "webhook" as const, url: "http://hooks.example.com/in" };
    await expect(addChannel(admin, { name: "x", events, config })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("keep a mail password over a change, but never carry it to another server", async () => {
    const config = {
      kind: "mail" as const,
      host: "smtp.example.com",
      port: 587,
      security: "starttls" as const,
      user: "muster",
      from: "muster@example.com",
    };
    const word = "not-a-real-word";
    const { channelId } = await addChannel(admin, {
      name: "Mail",
      config: { ...config, password: word },
    });
    await changeChannel(admin, { channelId, config: { ...config, port: 2525 } });
    expect((await openSecrets(await stored(channelId))).password).toBe(word);
    await changeChannel(admin, { channelId, config: { ...config, host: "evil.example.com" } });
    expect((await openSecrets(await stored(channelId))).password).toBeUndefined();
    await expect(addChannel(admin, { name: "Second", config })).rejects.toMatchObject({
      code: "conflict",
    });
    await removeChannel(admin, { channelId });
  });

  test("sign with the old secret for a day after a new one was made", async () => {
    const made = await addChannel(admin, { name: "Rotating", events, config: hook() });
    const turned = await rotateSigningSecret(admin, { channelId: made.channelId });
    const { signing } = await openSecrets(await stored(made.channelId));
    expect(signing?.map((one) => one.secret)).toEqual([turned.signingSecret, made.signingSecret]);
    expect(signing?.[1]?.until).toBe(turned.oldUntil);
    await removeChannel(admin, { channelId: made.channelId });
  });

  test("say what the receiver really answered to a test", async () => {
    const { channelId } = await addChannel(admin, { name: "Tested", events, config: hook() });
    expect(await testChannel(admin, { channelId })).toMatchObject({ ok: true, answer: "204" });
    receiver.answer = () => ({ status: 500, body: "out of order" });
    const failed = await testChannel(admin, { channelId });
    expect(failed).toMatchObject({ ok: false, answer: '500 "out of order"' });
    receiver.answer = () => ({ status: 204 });
    expect((await lastAudit("notice-channel.tested"))?.targetId).toBe(channelId);
    await removeChannel(admin, { channelId });
  });
});

describe("the delivery log", () => {
  test("lets an administrator send anything again under its old id, audited, and nobody else", async () => {
    const { channelId } = await addChannel(admin, { name: "Log", events, config: hook() });
    receiver.received = [];
    await sayFailing("Again");
    await deliverNotices(() => new Date());
    const [row] = (await listDeliveries(admin, { channelId, state: "delivered" })).items;
    const deliveryId = row?.id ?? "";
    await expect(retryDelivery(analyst, { deliveryId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await retryDelivery(admin, { deliveryId });
    await deliverNotices(() => new Date(Date.now() + 1_000));
    expect(receiver.received.map((one) => one.headers["webhook-id"])).toEqual([
      deliveryId,
      deliveryId,
    ]);
    expect((await lastAudit("notice-delivery.retried"))?.targetId).toBe(deliveryId);
    await changeChannel(admin, { channelId, state: "paused" });
    await expect(retryDelivery(admin, { deliveryId })).rejects.toMatchObject({ code: "conflict" });
    await removeChannel(admin, { channelId });
    const after = (await listDeliveries(admin, {})).items.find((one) => one.id === deliveryId);
    expect(after).toMatchObject({ channel: { id: null, name: "Log" }, state: "delivered" });
  });

  test("is read page by page without a gap or a double", async () => {
    const { channelId } = await addChannel(admin, { name: "Paged", events, config: hook() });
    for (let n = 0; n < 7; n += 1) await sayFailing(`Page ${n}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeliveries(admin, { channelId, limit: 3, cursor });
      seen.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    await removeChannel(admin, { channelId });
  });
});

describe("a person's own notices", () => {
  test("follow the catalogue until they choose, and nobody can choose for another's channel", async () => {
    const config = { kind: "slack" as const, url: `${receiver.url}/mine` };
    const { channelId } = await addOwnChannel(owner, { name: "My room", config });
    const before = await getOwnNotices(owner, {});
    expect(before.channels.map((one) => one.name)).toEqual(["My room"]);
    expect(before.events.find((one) => one.event === "review.assigned")?.modes[channelId]).toBe(
      "now",
    );
    const schedule = { timeZone: "Europe/Berlin", quietFrom: 1320, quietTo: 420, digestAt: 480 };
    const choices = [{ channelId, event: "review.assigned" as const, mode: "off" as const }];
    await saveOwnNotices(owner, { schedule, choices });
    const after = await getOwnNotices(owner, {});
    expect(after.schedule).toEqual(schedule);
    expect(after.events.find((one) => one.event === "review.assigned")?.modes[channelId]).toBe(
      "off",
    );
    expect((await lastAudit("notice-preferences.saved"))?.outcome).toBe("done");
    await expect(saveOwnNotices(analyst, { schedule, choices })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeOwnChannel(analyst, { channelId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(testChannel(admin, { channelId })).rejects.toMatchObject({ code: "not_found" });
    await expect(
      saveOwnNotices(anonymousContext(), { schedule, choices: [] }),
    ).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(
      saveOwnNotices(owner, { schedule: { ...schedule, timeZone: "Middle/Earth" }, choices: [] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await removeOwnChannel(owner, { channelId });
    expect((await getOwnNotices(owner, {})).channels).toEqual([]);
  });
});
