import { afterEach, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { IdentityRecord } from "@/lib/domain/inventory/source-record";
import { connector } from "./index";
import { manifest } from "./manifest";
import type { StandInOptions } from "./testing/asked";
import { startStandIn } from "./testing/stand-in";
import { credentialReport } from "./testing/world";
import { xmlResult } from "./testing/xml";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function usersOf(options: StandInOptions) {
  const server = await startStandIn(options);
  const io = testConnectorIo({ limits: { wallMs: 100_000, connectMs: 20_000 } });
  closers.push(
    () => io.close(),
    () => server.close(),
  );
  const connection = await connector.connect(
    manifest.config.parse({
      authMode: "access_key",
      accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
      secretAccessKey: "stand-in-secret-value",
      endpoint: server.url,
    }),
    io,
  );
  const page = await connection.streams.find((one) => one.name === "users")?.list(null);
  const users = (page?.records ?? []).filter(
    (one): one is IdentityRecord => one.type === "identity",
  );
  return { users, page, asked: server.calls.get("ListMFADevices") ?? 0 };
}

test("the credential report spares the call for MFA", async () => {
  const { users, asked } = await usersOf({});
  expect(users.map((user) => user.attributes["mfa"])).toEqual([false, false, false, false]);
  expect(asked).toBe(0);
});

test("without the report each user is asked for its MFA devices", async () => {
  const { users, asked } = await usersOf({ report: false });
  expect(users.map((user) => user.attributes["mfa"])).toEqual([false, true, false, false]);
  expect(asked).toBe(4);
});

test("without the permission MFA stays unknown, the users are whole, and one refusal is enough", async () => {
  const { users, page, asked } = await usersOf({
    report: false,
    users: 200,
    denied: ["iam:ListMFADevices"],
  });
  expect(users.filter((user) => "mfa" in user.attributes)).toEqual([]);
  expect(page?.complete).toBe(true);
  expect(asked).toBeLessThan(40);
});

test("a row of an earlier user of the same name is not this user's", async () => {
  const size = { users: 4, keys: 6 };
  const rows = credentialReport("111122223333", size).split("\n");
  const earlier = rows.map((row) =>
    row.startsWith("svc-app-000001,") ? row.replace(/,2023-[^,]+,/, ",2019-01-01T00:00:00Z,") : row,
  );
  expect(earlier).not.toEqual(rows);
  const Content = Buffer.from(earlier.join("\n"));
  const report = { Content, ReportFormat: "text/csv", GeneratedTime: new Date() };
  const { users, asked } = await usersOf({
    ...size,
    fault: (operation) =>
      operation === "GetCredentialReport"
        ? { status: 200, body: xmlResult(operation, report) }
        : null,
  });
  const [first, second] = users;
  expect(asked).toBe(1);
  expect(second?.attributes["mfa"]).toBe(true);
  expect(second?.facts.lastUsedAt).toMatchObject({ state: "unknown", reason: "not_tracked_yet" });
  expect(first?.facts.lastUsedAt.state).toBe("known");
});
