import { describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { startMailServer } from "@/lib/testing/mail-server";
import { insertChannel, insertPerson, sayFailing } from "@/lib/testing/notices";
import { deliverNotices } from "./deliver-notices";
import { mail, receiver, setUpDeliveredNotices } from "@/lib/testing/delivered-notices";

setUpDeliveredNotices();

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
