import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { postgresVersions } from "@/lib/testing/postgres-server";
import { describeConformance } from "../testing/conformance";
import { manifest } from "./manifest";
import { configFor, connector, standReader, useStand, withClient } from "./testing/stand";
import { word } from "./testing/seed";

const { using, readAll, verify } = standReader(testConnectorIo);

describe.each(postgresVersions)("$name", ({ name, version, begin }) => {
  const canaries = ["reader", "blind", "orders", "second", "old"].map(word);
  const stand = useStand(begin, version, canaries);
  const world = async () => ({ url: stand().url, close: async () => undefined });

  describeConformance(name, {
    manifest,
    connector,
    start: world,
    config: configFor,
    canaries,
    lacking: {
      permission: "pg_monitor",
      start: world,
      config: (url) => configFor(url, { user: "muster_blind", password: word("blind") }),
    },
    tcp: { wrongCredential: (url) => configFor(url, { password: "another" }) },
  });

  describe("its sessions", () => {
    const idOf = async (wanted: string) => {
      const records = await readAll(configFor(stand().url));
      const found = records.find((record) => record.type === "identity" && record.name === wanted);
      if (found?.type !== "identity") throw new Error(`no role ${wanted}`);
      return found.externalId;
    };

    test("verify names Muster's own role, the scope and what is unwise", async () => {
      const own = await verify(configFor(stand().url));
      expect(own).toMatchObject({
        principal: "muster_reader",
        missing: [],
        self: { externalId: await idOf("muster_reader") },
      });
      expect(own.scope).toContain(`/postgres, PostgreSQL ${version}.`);
      expect(own.warnings).toEqual([
        "The connection is not encrypted.",
        "Replication slots that nobody reads: forgotten.",
      ]);
      const asSuperuser = await verify(
        configFor(stand().url, { user: "second_admin", password: word("second") }),
      );
      expect(asSuperuser.warnings.join(" ")).toContain("superuser");
    });

    test("the session cannot write, even as a superuser", async () => {
      const before = await withClient(
        stand().server.url,
        (client) => client.query("SELECT count(*)::int AS n FROM pg_roles"),
        "postgres",
      );
      await readAll(configFor(stand().url, { user: "second_admin", password: word("second") }));
      const after = await withClient(
        stand().server.url,
        (client) => client.query("SELECT count(*)::int AS n FROM pg_roles"),
        "postgres",
      );
      expect(after.rows).toEqual(before.rows);
    });

    test("a session that was ended between two pages is opened anew for the next", async () => {
      await using(configFor(stand().url), async ({ streams }) => {
        const first = await streams[0]?.list(null);
        expect(first?.nextCursor).not.toBeNull();
        await withClient(
          stand().server.url,
          async (client) => {
            await client.query(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'muster_reader'",
            );
          },
          "postgres",
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
        const second = await streams[0]?.list(first?.nextCursor ?? null);
        expect(second?.records.length).toBeGreaterThan(0);
      });
    });

    test("a database that does not exist and a role that may not sign in are named", async () => {
      await expect(verify(configFor(stand().url, { database: "absent" }))).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(verify(configFor(stand().url, { user: "victim" }))).rejects.toMatchObject({
        code: "unauthorized",
      });
    });
  });
});
