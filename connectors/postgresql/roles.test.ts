import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { postgresVersions } from "@/lib/testing/postgres-server";
import type { SourceRecord } from "../contract";
import { configFor, standReader, useStand, withClient } from "./testing/stand";
import { hostile, word } from "./testing/seed";

const { using, readAll } = standReader(testConnectorIo);

describe.each(postgresVersions)("$name", ({ version, begin }) => {
  const canaries = ["reader", "blind", "orders", "second", "old"].map(word);
  const stand = useStand(begin, version, canaries);
  let records: SourceRecord[];
  beforeAll(async () => {
    records = await readAll(configFor(stand().url));
  });
  const role = (wanted: string) => {
    const found = records.find((record) => record.type === "identity" && record.name === wanted);
    if (found?.type !== "identity") throw new Error(`no role ${wanted}`);
    return found;
  };
  const levelOf = (wanted: string): string => {
    const { privilege } = role(wanted).facts;
    return privilege.state === "known" ? privilege.value.level : privilege.reason;
  };
  const grantsOf = (wanted: string) => {
    const id = role(wanted).externalId;
    return records.flatMap((record) =>
      record.type === "grant" && record.identityExternalId === id
        ? [`${record.service}: ${record.entitlement} on ${record.target} (${record.level})`]
        : [],
    );
  };

  test("every role is listed under its own name, also hostile ones and more than one page", () => {
    for (const each of hostile) expect(role(each).name).toBe(each);
    expect(
      records.filter((record) => record.type === "identity" && record.name.startsWith("bulk_")),
    ).toHaveLength(520);
    expect(
      records.some((record) => record.type === "identity" && record.name.startsWith("pg_")),
    ).toBe(false);
  });

  test("the privilege verdict follows every membership and attribute", () => {
    expect(levelOf("second_admin")).toBe("admin");
    expect(levelOf("becomes_admin")).toBe("admin");
    expect(levelOf("orders_svc")).toBe("high");
    expect(levelOf("creator")).toBe(version >= 16 ? "high" : "admin");
    expect(levelOf("repl")).toBe("high");
    expect(levelOf("sees_all")).toBe("high");
    expect(levelOf("reporting")).toBe("write");
    expect(levelOf("nothing")).toBe("none");
    expect(levelOf("elsewhere")).toBe("not_collected");
    const { privilege } = role("orders_svc").facts;
    expect(JSON.stringify(privilege)).toContain(
      "Member of writers → all_writers → pg_write_all_data",
    );
  });

  test.runIf(version >= 16)("from 16 on, the right to grant a role counts as a way into it", () => {
    expect(levelOf("only_admin")).toBe("admin");
    expect(JSON.stringify(role("only_admin").facts.privilege)).toContain("may grant it to itself");
  });

  test.runIf(version >= 16)(
    "a role that only inherits gets privileges, and no attribute of what it cannot become",
    async () => {
      expect(levelOf("only_inherits")).toBe("high");
      expect(levelOf("inherits_no_further")).toBe("none");
      expect(JSON.stringify(role("only_inherits").facts.privilege)).not.toContain("SUPERUSER");
      const become = (from: string) =>
        withClient(stand().server.url, async (client) => {
          await client.query(`SET SESSION AUTHORIZATION ${from}`);
          await client.query("SET ROLE second_admin");
        });
      await expect(become("only_inherits")).rejects.toThrow("permission denied to set role");
      await expect(become("inherits_no_further")).rejects.toThrow("permission denied");
      await expect(become("becomes_admin")).resolves.toBeUndefined();
    },
  );

  test("VALID UNTIL is read as a date, as never, or as long past", () => {
    const expiry = (wanted: string) => {
      const fact = role(wanted).facts.expiresAt;
      return fact.state === "known" ? fact.value : fact.reason;
    };
    expect(expiry("orders_svc")).toBe("2031-05-06T07:08:09Z");
    expect([expiry("always"), expiry("nothing"), expiry("far")]).toEqual([null, null, null]);
    expect(expiry("never_valid")).toBe("1970-01-01T00:00:00Z");
    const credential = records.find(
      (record) =>
        record.type === "credential" && record.identityExternalId === role("expired").externalId,
    );
    expect(credential).toMatchObject({ status: "expired", kind: "password" });
  });

  test("what PostgreSQL does not record is unknown with its reason", () => {
    const { createdAt, lastUsedAt, lastRotatedAt } = role("orders_svc").facts;
    for (const fact of [createdAt, lastUsedAt, lastRotatedAt]) {
      expect(fact).toMatchObject({ state: "unknown", reason: "not_offered" });
    }
  });

  test("a group, a disabled role and a login are told apart", () => {
    expect(role("writers")).toMatchObject({ detail: "postgresql.role.group", status: "active" });
    expect(role("victim")).toMatchObject({
      detail: "postgresql.role.nologin",
      status: "disabled",
    });
    expect(role("orders_svc")).toMatchObject({
      detail: "postgresql.role.login",
      attributes: { connectionLimit: 7, settings: ["work_mem"], ownsDatabases: ["shop"] },
    });
  });

  test("ownership, privileges on objects and default privileges become grants", () => {
    expect(grantsOf("orders_svc")).toEqual(
      expect.arrayContaining([
        "database: OWNER on database shop (high)",
        "ownership: OWNER on database postgres (write)",
        "membership: writers on role writers (unknown)",
        "default privileges: PUBLIC SELECT on future sequences (read)",
      ]),
    );
    expect(grantsOf("reporting")).toEqual(
      expect.arrayContaining([
        "objects: SELECT on schema sales: tables (read)",
        "objects: USAGE on schema sales: the schema itself (read)",
        "database: CREATE on database other (write)",
        "default privileges: SELECT on future tables in schema sales (read)",
      ]),
    );
    expect(grantsOf("sees_all")).toContain("objects: UPDATE on schema sales: columns (write)");
    expect(grantsOf("repl")).toContain("server: REPLICATION on server (high)");
  });

  test("a group says who can use it: each member, with what the membership gives", () => {
    const usersOf = (name: string) =>
      records.flatMap((record) =>
        record.type === "trust" && record.identityExternalId === role(name).externalId
          ? [`${record.principalKind} ${record.principal} ${record.verdict}: ${record.because}`]
          : [],
      );
    expect(usersOf("writers")).toEqual([
      "identity role orders_svc narrow: A member of it: inherits, may become it, may grant it on.",
    ]);
    expect(usersOf("second_admin")).toEqual(
      expect.arrayContaining([
        "identity role becomes_admin narrow: A member of it: inherits, may become it.",
        ...(version >= 16
          ? [
              "identity role only_admin narrow: A member of it: does not inherit, may not become it, may grant it on.",
            ]
          : []),
      ]),
    );
    expect(usersOf("reporting")).toEqual([]);
  });

  test("a connected role is seen in use, with program and address", () => {
    const usage = records.find(
      (record) =>
        record.type === "usage" && record.subjectExternalId === role("orders_svc").externalId,
    );
    expect(usage).toMatchObject({ source: "pg_stat_activity (sampled)" });
    expect(usage?.type === "usage" && usage.detail).toContain(
      "program orders-api, from 127.0.0.1, in shop",
    );
  });

  test("a replica that streams without a slot is a grant of its role, with program and address, while it streams", async () => {
    const { host } = new URL(stand().server.url);
    // "replication" is a start-up parameter that the types do not name.
    const options: pg.ClientConfig & { replication: string } = {
      connectionString: `postgresql://repl:${word("repl")}@${host}/postgres?application_name=standby-east`,
      replication: "true",
    };
    const replica = new pg.Client(options);
    replica.on("error", () => undefined);
    await replica.connect();
    const { rows } = await replica.query<{ xlogpos: string }>("IDENTIFY_SYSTEM");
    // It answers with an endless stream.
    replica.query(`START_REPLICATION PHYSICAL ${rows[0]?.xlogpos}`).catch(() => undefined);
    const streaming = () =>
      using(configFor(stand().url), async ({ streams }) => {
        const page = await streams.find((each) => each.name === "replication")?.list(null);
        return page?.records.filter((record) => JSON.stringify(record).includes("streaming"));
      });
    await expect.poll(streaming, { timeout: 10_000 }).toMatchObject([
      {
        type: "grant",
        identityExternalId: role("repl").externalId,
        service: "replication",
        level: "high",
        via: "standby-east, without a slot, from 127.0.0.1",
      },
    ]);
    await replica.end().catch(() => undefined);
    await expect.poll(streaming, { timeout: 10_000 }).toEqual([]);
  });

  test("an owner named in the role's comment becomes a hint", () => {
    expect(records.filter((record) => record.type === "owner_hint")).toMatchObject([
      {
        candidate: "payments@example.com",
        method: "tag",
        identityExternalId: role("orders_svc").externalId,
      },
    ]);
  });

  test("without superuser the presence of a password is unknown; with it, its kind is known", async () => {
    const nameOf = (from: SourceRecord[]) => {
      const found = from.find(
        (record) =>
          record.type === "credential" && record.identityExternalId === role("old_hash").externalId,
      );
      return found?.type === "credential" ? `${found.name} ${found.status}` : "none";
    };
    expect(nameOf(records)).toBe("Password, if it has one unknown");
    const all = await readAll(
      configFor(stand().url, { user: "second_admin", password: word("second") }),
    );
    expect(nameOf(all)).toBe("Password (md5) active");
    for (const canary of canaries) expect(JSON.stringify(all)).not.toContain(canary);
  });
});
