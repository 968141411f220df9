import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { workerArguments } from "./worker-arguments";

useDatabase();

test("a worker that cannot start says why in one line and ends", async () => {
  const env = {
    ...process.env,
    DATABASE_URL: "postgresql://muster:do-not-print@127.0.0.1:9/muster",
  };
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
