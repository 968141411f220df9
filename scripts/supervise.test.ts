import type { ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { Supervisor } from "./supervise";

function watched(script: string, beforeRestart?: () => Promise<void>) {
  const said: string[] = [];
  const children: ChildProcess[] = [];
  const gaveUp = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const supervisor = new Supervisor({
    say: (sentence) => void said.push(sentence),
    giveUp: gaveUp.resolve,
    started: (_part, child) => {
      children.push(child);
      if (children.length === 2) second.resolve();
    },
  });
  const options = { stdio: "ignore" } as const;
  supervisor.start({
    name: "worker",
    command: process.execPath,
    args: ["-e", script],
    options,
    beforeRestart,
  });
  return { supervisor, said, children, gaveUp: gaveUp.promise, second: second.promise };
}

const stays = "setInterval(() => undefined, 1000)";

test("a process that is killed is started again, and said to be", async () => {
  const { supervisor, said, children, second } = watched(stays);
  children[0]?.kill("SIGKILL");
  await second;
  expect(said).toEqual(["The worker process ended unexpectedly (SIGKILL). Starting it again."]);
  expect(children[1]?.exitCode).toBeNull();
  await supervisor.end();
  expect(children[1]?.signalCode).toBe("SIGTERM");
});

test("a process that cannot stay up ends the rest after its sixth end within a minute", async () => {
  const { supervisor, said, children, gaveUp } = watched("process.exit(3)");
  await gaveUp;
  expect(children).toHaveLength(6);
  expect(said.at(-1)).toMatch(/^The worker process ended 6 times within a minute \(code 3\)/);
  await supervisor.end();
}, 30_000);

test("a process that ended for a reason that stays is not started again; the reason alone is said", async () => {
  const reason = "Port 3000 on 127.0.0.1 is in use.";
  const { supervisor, said, children, gaveUp } = watched("process.exit(1)", () =>
    Promise.reject(new Error(reason)),
  );
  await gaveUp;
  expect(children).toHaveLength(1);
  expect(said).toEqual([reason]);
  await supervisor.end();
});

test("what was asked to end stays ended, though it does not listen", async () => {
  const { supervisor, said, children } = watched(
    `process.on("SIGTERM", () => undefined); ${stays}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  await supervisor.end(200);
  expect(children).toHaveLength(1);
  expect(children[0]?.signalCode).toBe("SIGKILL");
  expect(said).toEqual([]);
});
