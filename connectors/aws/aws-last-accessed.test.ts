import { afterEach, expect, test } from "vitest";
import type { UsageRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Page } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import type { StandInOptions } from "./testing/asked";
import { startStandIn } from "./testing/stand-in";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const streams = new Set(["users", "roles", "service-last-accessed"]);

/** A source that is read again and again while its clock goes on. */
async function openSource(options: StandInOptions) {
  const asked: string[] = [];
  const server = await startStandIn({
    ...options,
    seen: (operation, body) => {
      if (operation === "GenerateServiceLastAccessedDetails")
        asked.push(new URLSearchParams(body).get("Arn")?.split(/[:/]/).at(-1) ?? "");
    },
  });
  let now = new Date();
  const io = testConnectorIo({ limits: { wallMs: 100_000, connectMs: 20_000 }, now: () => now });
  closers.push(
    () => io.close(),
    () => server.close(),
  );
  const config = manifest.config.parse({
    authMode: "access_key",
    accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
    secretAccessKey: "stand-in-secret-value",
    endpoint: server.url,
  });
  const connect = () => connector.connect(config, io);
  const run = async ({ isFresh = false } = {}) => {
    asked.length = 0;
    let connection = await connect();
    const uses: UsageRecord[] = [];
    for (const [index, stream] of connection.streams.entries()) {
      if (!streams.has(stream.name)) continue;
      let cursor: string | null = null;
      do {
        if (isFresh) connection = await connect();
        const page: Page = await (connection.streams[index] ?? stream).list(cursor);
        uses.push(...page.records.filter((one) => one.type === "usage"));
        cursor = page.nextCursor;
      } while (cursor !== null);
    }
    return { uses, asked: [...asked] };
  };
  return { run, later: (days: number) => (now = new Date(now.getTime() + days * 86_400_000)) };
}

test("privileged and idle users and roles are asked for what they used, service-linked roles are not", async () => {
  const { run } = await openSource({ users: 3, keys: 0 });
  const { uses, asked } = await run();
  // The two holders of service-specific credentials come first, the administrator before the idle.
  expect(asked.slice(0, 2).sort()).toEqual(["svc-app-000000", "svc-app-000001"]);
  expect(asked).toContain("lambda-worker");
  expect(asked).not.toContain("AWSServiceRoleForECS");
  expect(uses).toContainEqual(
    expect.objectContaining({
      lastUsedAt: "2026-03-01T00:00:00.000Z",
      detail: "Amazon Bedrock in us-east-1, as the role lambda-worker",
    }),
  );
});

test("they are asked too when every page is read on a connection of its own", async () => {
  const whole = await openSource({ users: 30, keys: 0, pageSize: 7 });
  const parted = await openSource({ users: 30, keys: 0, pageSize: 7 });
  const { uses, asked } = await whole.run();
  expect(asked.length).toBeGreaterThan(20);
  const again = await parted.run({ isFresh: true });
  expect(again.asked.sort()).toEqual(asked.sort());
  expect(again.uses).toHaveLength(uses.length);
});

test("each is asked once a week, and what was said of it is listed in every run", async () => {
  const { run, later } = await openSource({ users: 3, keys: 0 });
  const first = await run();
  const second = await run();
  const holders = 2;
  expect(first.asked.length).toBeGreaterThan(holders);
  expect(second.asked).toHaveLength(holders);
  const subjects = (uses: UsageRecord[]) => uses.map((one) => one.subjectExternalId).sort();
  expect(subjects(second.uses)).toEqual(subjects(first.uses));
  later(8);
  expect((await run()).asked).toHaveLength(first.asked.length);
});

test("more than a hundred are gone through over several runs, the privileged first", async () => {
  const { run } = await openSource({ users: 160, keys: 0, pageSize: 1_000 });
  const first = await run();
  const second = await run();
  const third = await run();
  const holders = 2;
  expect([first, second, third].map(({ asked }) => asked.length - holders)).toEqual([100, 66, 0]);
  const administrators = ["svc-app-000001", "svc-app-000051", "svc-app-000101", "svc-app-000151"];
  expect(first.asked.slice(holders)).toEqual(expect.arrayContaining(administrators));
});
