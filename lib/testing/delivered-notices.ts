import { afterAll, afterEach, beforeAll } from "vitest";
import { db } from "../infra/db";
import { resetEnv } from "../infra/env";
import { useDatabase } from "./database";
import { type MailServer, startMailServer } from "./mail-server";
import { type Receiver, startReceiver } from "./receiver";

export let receiver: Receiver;

export let mail: MailServer;

export function setUpDeliveredNotices(): void {
  useDatabase();
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
}
