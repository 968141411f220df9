import { beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { postgresVersions } from "@/lib/testing/postgres-server";
import type { Page, SourceRecord } from "../contract";
import { streamPages } from "../testing/stream-pages";
import { allRecords, configFor, standReader, useStand, withClient } from "./testing/stand";

const { using, readAll } = standReader(testConnectorIo);

const roleOf = (records: readonly SourceRecord[], name: string) => {
  const found = records.find((one) => one.type === "identity" && one.name === name);
  if (found?.type !== "identity") throw new Error(`no role ${name}`);
  return found;
};
const grantsOf = (records: readonly SourceRecord[], name: string) =>
  records.flatMap((one) =>
    one.type === "grant" && one.identityExternalId === roleOf(records, name).externalId
      ? [`${one.entitlement} on ${one.target}`]
      : [],
  );

describe.each(postgresVersions)("several databases of $name", ({ version, begin }) => {
  const stand = useStand(begin, version);
  beforeAll(async () => {
    await withClient(
      stand().server.url,
      async (client) => {
        await client.query("CREATE DATABASE closed");
        await client.query("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
        await client.query("CREATE ROLE only_in_closed LOGIN");
      },
      "postgres",
    );
    await withClient(
      stand().server.url,
      (client) => client.query("CREATE TABLE k (); GRANT DELETE ON k TO only_in_closed"),
      "closed",
    );
  });
  const within = (...otherDatabases: string[]) => configFor(stand().url, { otherDatabases });

  test("a privilege in a further database is listed with its database and makes the verdict known", async () => {
    const alone = await readAll(within());
    expect(roleOf(alone, "elsewhere").facts.privilege).toMatchObject({ reason: "not_collected" });
    const records = await readAll(within("other", "postgres"));
    expect(roleOf(records, "elsewhere").facts.privilege).toMatchObject({
      state: "known",
      value: { level: "read" },
    });
    expect(grantsOf(records, "elsewhere")).toEqual([
      "SELECT on database other: schema public: tables",
    ]);
  });

  test("what concerns the whole server is told once, and nothing has two ids", async () => {
    const records = await readAll(within("other", "shop"));
    const owned = grantsOf(records, "orders_svc").filter((one) =>
      /^OWNER on .*database shop$/.test(one),
    );
    expect(owned).toHaveLength(1);
    const ids = records.flatMap((one) => (one.type === "grant" ? [one.externalId] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a further database that cannot be read hides its own grants and no other", async () => {
    const grants = (records: readonly SourceRecord[]) =>
      records.filter((one) => one.type === "grant" && one.externalId.includes("/role/"));
    const open = await readAll(within("other", "shop", "closed"));
    await withClient(
      stand().server.url,
      (client) => client.query("REVOKE CONNECT ON DATABASE other FROM PUBLIC"),
      "postgres",
    );
    await using(within("other", "shop"), async (connection) => {
      const pages: Page[] = (await streamPages(connection))["privileges"] ?? [];
      const [gap] = pages.flatMap((page) => page.gaps ?? []);
      if (typeof gap?.within !== "object") throw new Error("the gap does not say where");
      const { part, entries = [] } = gap.within;
      expect(roleOf(open, "elsewhere").container).toBe(part);
      const hidden = grants(open).flatMap((one) =>
        one.type === "grant" &&
        entries.some((start) => one.externalId.startsWith(one.identityExternalId + start))
          ? [one.target]
          : [],
      );
      const ofOther = grants(open).flatMap((one) =>
        one.type === "grant" && one.target.startsWith("database other: ") ? [one.target] : [],
      );
      expect(hidden).toEqual(ofOther);
      expect(ofOther).toContain("database other: schema public: tables");
    });
    await withClient(
      stand().server.url,
      (client) => client.query("GRANT CONNECT ON DATABASE other TO PUBLIC"),
      "postgres",
    );
  });

  test("a database that lets Muster in no more is a gap, and the others are read", async () => {
    await using(within("closed", "absent", "template0", "other"), async (connection) => {
      const { missing, warnings } = await connection.verify();
      expect(missing).toEqual([
        { permission: "CONNECT ON DATABASE closed", streams: ["privileges"] },
      ]);
      expect(warnings.join(" ")).toContain("There is no database absent");
      expect(warnings.join(" ")).toContain("template0 takes no connections");
      const pages: Page[] = (await streamPages(connection))["privileges"] ?? [];
      const gaps = pages.flatMap((page) => page.gaps ?? []);
      expect(gaps.map(({ scope, reason }) => `${scope}: ${reason}`)).toEqual([
        "database closed: forbidden",
        "database absent: not_found",
        "database template0: not_enabled",
      ]);
      expect(pages.filter(({ complete }) => !complete)).toHaveLength(3);
      const records = await allRecords(connection);
      expect(roleOf(records, "only_in_closed").facts.privilege).toMatchObject({
        reason: "not_collected",
      });
      expect(roleOf(records, "elsewhere").facts.privilege.state).toBe("known");
    });
  });
});
