import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Connection } from "../contract";
import { accountReader, identities, keyConfig } from "./testing/reading";

const { open, read } = accountReader(testConnectorIo);

describe("an organisation", () => {
  const keysOf = (connection: Connection) =>
    connection.streams.find((stream) => stream.name === "access-keys");
  const accounts = ["111122223333", "222233334444", "333344445555"];
  const config = { ...keyConfig, authMode: "organization" };

  test("every account is read under its own role, and one that refuses is a gap", async () => {
    const { records, gaps } = await read({ accounts, closedAccounts: ["222233334444"] }, config, [
      "users",
    ]);
    const containers = new Set(identities(records, "aws.iam_user").map((one) => one.container));
    expect([...containers]).toEqual(["111122223333", "333344445555"]);
    expect(gaps).toMatchObject([
      { permission: "sts:AssumeRole", scope: "account 222233334444: users" },
    ]);
  });

  test("a cursor goes on in its account on a new connection", async () => {
    const { connection, again } = await open({ accounts, users: 3, pageSize: 2 }, config);
    const first = await keysOf(connection)?.list(null);
    const second = await keysOf(await again())?.list(first?.nextCursor ?? null);
    expect(JSON.parse(second?.nextCursor ?? "{}")).toMatchObject({ account: "222233334444" });
  });

  test("an account can be left out", async () => {
    const { records } = await read({ accounts }, { ...config, excludeAccounts: ["333344445555"] }, [
      "account",
    ]);
    expect(identities(records, "aws.root").map((one) => one.container)).toEqual([
      "111122223333",
      "222233334444",
    ]);
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "owner_hint",
        method: "container",
        candidate: "owner-222233334444@example.com",
      }),
    );
  });

  test("the one role of a source that refuses stops the source with what to check", async () => {
    const role = {
      ...keyConfig,
      authMode: "assume_role",
      roleArn: "arn:aws:iam::222233334444:role/Muster",
    };
    const refused = read({ closedAccounts: ["222233334444"] }, role);
    await expect(refused).rejects.toMatchObject({ code: "unauthorized" });
    await expect(refused).rejects.toThrow("trust policy");
    const { records } = await read({}, role, ["account"]);
    expect(identities(records, "aws.root")[0]?.container).toBe("222233334444");
  });
});
