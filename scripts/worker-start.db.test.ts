import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { workerArguments } from "./worker-arguments";

useDatabase();

test("a worker shows the mail server of the environment as a channel before the first notice", async () => {
  const env = {
    ...process.env,
    MUSTER_SMTP_URL: "smtps://smtp.muster.example:465",
    MUSTER_MAIL_FROM: "muster@muster.example",
  };
  const child = spawn(process.execPath, workerArguments, { env, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const channels = () => db().noticeChannel.findMany({ select: { kind: true, config: true } });
  const mail = { kind: "mail", config: { fromEnvironment: true } };
  await expect.poll(channels, { timeout: 60_000 }).toEqual([mail]);
  child.kill("SIGTERM");
  await ended;
});

const unreachable = "postgresql://muster:do-not-print@127.0.0.1:9/muster";

test.each([
  ["has no database", { DATABASE_URL: unreachable }],
  ["finds a wrong setting", { DATABASE_URL: unreachable, MUSTER_LOG_LEVEL: "loud" }],
])("a worker that %s says why in one line and ends", async (_what, settings) => {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, workerArguments, {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(1);
  expect(said).toMatch(/^The worker did not start: [^\n]+\n$/);
  expect(said).not.toContain("do-not-print");
});
