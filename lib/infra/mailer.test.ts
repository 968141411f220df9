import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type MailServer, startMailServer } from "../testing/mail-server";
import { resetEnv } from "./env";
import type { MailSettings } from "./mail-settings";
import { sendMail } from "./mailer";

const account = { user: "muster", password: "not-a-real-password-31" };
const mail = {
  to: "ada@example.com",
  subject: "Approval wanted",
  text: "Open the case.",
  html: "<p>Open the case.</p>",
  messageId: "1@muster.example",
  listId: "muster.example",
};
let server: MailServer;

const settings = (security: MailSettings["security"]): MailSettings => ({
  host: "127.0.0.1",
  port: server.port,
  security,
  ...account,
  from: "muster@example.com",
});
const send = (security: MailSettings["security"]) =>
  sendMail(settings(security), mail, AbortSignal.timeout(10_000));

beforeAll(() => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  resetEnv();
});
afterEach(() => server.close());
afterAll(() => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  resetEnv();
});

describe("mail over TLS", () => {
  it.each(["tls", "starttls"] as const)(
    "by %s gives neither mail nor password to a server whose certificate nobody trusts",
    async (security) => {
      server = await startMailServer(account, security);
      await expect(send(security)).rejects.toMatchObject({
        kind: "unreachable",
        message: expect.stringMatching(/certificate|self.signed/i) as string,
      });
      expect([server.signIns, server.mails]).toEqual([0, []]);
    },
  );

  it("gives nothing to a server that offers no encryption where it was asked for", async () => {
    server = await startMailServer(account, "plain");
    await expect(send("starttls")).rejects.toMatchObject({ kind: "unreachable" });
    expect(server.connections).toBe(1);
    expect([server.signIns, server.mails]).toEqual([0, []]);
  });

  it("is not left out with a password", async () => {
    server = await startMailServer(account, "plain");
    await expect(send("none")).rejects.toThrow("A password is not sent");
    expect([server.connections, server.signIns, server.mails]).toEqual([0, 0, []]);
  });
});
