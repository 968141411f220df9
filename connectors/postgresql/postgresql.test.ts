import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, copyFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import net from "node:net";
import path from "node:path";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { hasPostgres15, startPostgres15, startPostgres18 } from "@/lib/testing/postgres-server";
import { ConnectorError, type Connection, type SourceRecord, type Verification } from "../contract";
import { describeConformance } from "../testing/conformance";
import { errorsOf, runAll } from "../testing/run";
import { toConnectorError } from "./client";
import { postgresql } from "./index";
import { manifest, type PostgresConfig } from "./manifest";
import { personOrWorkload } from "./person-or-workload";
import { privilegeOf, type Cluster, type Membership, type RoleAttributes } from "./privilege";

type Server = Awaited<ReturnType<typeof startPostgres18>>;
const word = (name: string): string => `${name}-word-7Qx2`;
const hostile = [
  `x"; DROP ROLE victim; --`,
  `Robert'); DROP TABLE students;--`,
  `<img src=x onerror=alert(1)>`,
  `naïve ✨ имя`,
  `a/b:c%s\\d`,
  "line\nbreak\ttab",
  "=HYPERLINK(1)",
  "x".repeat(63),
];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const seed = (version: number): string[] => [
  `CREATE ROLE muster_reader LOGIN PASSWORD '${word("reader")}' CONNECTION LIMIT 20`,
  "GRANT pg_monitor TO muster_reader",
  `CREATE ROLE muster_blind LOGIN PASSWORD '${word("blind")}'`,
  `CREATE ROLE orders_svc LOGIN PASSWORD '${word("orders")}' VALID UNTIL '2031-05-06 07:08:09+00' CONNECTION LIMIT 7`,
  "COMMENT ON ROLE orders_svc IS 'Order service, owner=payments@example.com'",
  "ALTER ROLE orders_svc SET work_mem = '4MB'",
  "CREATE ROLE writers NOLOGIN",
  "CREATE ROLE all_writers NOLOGIN",
  "GRANT pg_write_all_data TO all_writers",
  "GRANT all_writers TO writers",
  "GRANT writers TO orders_svc WITH ADMIN OPTION",
  `CREATE ROLE second_admin LOGIN SUPERUSER PASSWORD '${word("second")}'`,
  "CREATE ROLE becomes_admin LOGIN",
  "GRANT second_admin TO becomes_admin",
  "CREATE ROLE creator LOGIN CREATEROLE CREATEDB",
  `CREATE ROLE repl LOGIN REPLICATION PASSWORD '${word("repl")}'`,
  "CREATE ROLE sees_all LOGIN BYPASSRLS",
  "CREATE ROLE expired LOGIN VALID UNTIL '2020-01-01'",
  "CREATE ROLE always LOGIN VALID UNTIL 'infinity'",
  "CREATE ROLE never_valid LOGIN VALID UNTIL '-infinity'",
  "CREATE ROLE far LOGIN VALID UNTIL '20000-01-01'",
  "CREATE ROLE victim NOLOGIN",
  "CREATE ROLE reporting LOGIN",
  "CREATE ROLE elsewhere LOGIN",
  "CREATE ROLE nothing LOGIN",
  `SET password_encryption = 'md5'; CREATE ROLE old_hash LOGIN PASSWORD '${word("old")}'`,
  ...hostile.map((name) => `CREATE ROLE ${quoted(name)} LOGIN`),
  "CREATE DATABASE shop OWNER orders_svc",
  "CREATE DATABASE other",
  "CREATE SCHEMA sales AUTHORIZATION orders_svc",
  "CREATE TABLE sales.orders (id int, card text)",
  "ALTER TABLE sales.orders OWNER TO orders_svc",
  "GRANT SELECT ON sales.orders TO reporting",
  "GRANT USAGE ON SCHEMA sales TO reporting",
  "GRANT UPDATE (card) ON sales.orders TO sees_all",
  "ALTER DEFAULT PRIVILEGES FOR ROLE orders_svc IN SCHEMA sales GRANT SELECT ON TABLES TO reporting",
  "ALTER DEFAULT PRIVILEGES FOR ROLE orders_svc GRANT SELECT ON SEQUENCES TO PUBLIC",
  "GRANT CREATE ON DATABASE other TO reporting",
  "SELECT pg_create_physical_replication_slot('forgotten')",
  // A decoy: were a function found through a search path of the owner's choosing, this would run.
  "CREATE FUNCTION public.current_database() RETURNS name LANGUAGE sql AS $$ SELECT 'decoy'::name $$",
  "DO $$ BEGIN FOR i IN 1..520 LOOP EXECUTE format('CREATE ROLE bulk_%s NOLOGIN', i); END LOOP; END $$",
  ...(version >= 16
    ? [
        "CREATE ROLE only_admin LOGIN",
        "GRANT second_admin TO only_admin WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
      ]
    : []),
];

async function as<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  database?: string,
): Promise<T> {
  const at = new URL(url);
  if (database) at.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: at.toString() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

interface Stand {
  server: Server;
  url: string;
  held: pg.Client;
}

async function startWorld(
  begin: () => Promise<Server>,
  version: number,
  canaries: string[],
): Promise<Stand> {
  const server = await begin();
  await as(
    server.url,
    async (client) => {
      for (const statement of seed(version)) await client.query(statement);
      const kept = await client.query<{ p: string }>(
        "SELECT rolpassword AS p FROM pg_authid WHERE rolpassword IS NOT NULL",
      );
      canaries.push(...kept.rows.map((row) => row.p));
    },
    "postgres",
  );
  await as(
    server.url,
    (client) => client.query("CREATE TABLE t (); GRANT SELECT ON t TO elsewhere"),
    "other",
  );
  const { host } = new URL(server.url);
  const held = new pg.Client({
    connectionString: `postgresql://orders_svc:${word("orders")}@${host}/shop?application_name=orders-api`,
  });
  held.on("error", () => undefined);
  await held.connect();
  await held.query("SELECT 1");
  return { server, url: `tcp://${host}`, held };
}

const configFor = (url: string, changes: Partial<PostgresConfig> = {}): PostgresConfig => ({
  host: new URL(url).hostname,
  port: Number(new URL(url).port),
  database: "postgres",
  user: "muster_reader",
  password: word("reader"),
  tls: "disable",
  ...changes,
});
const limits = { connectMs: 1_000, statementMs: 1_000, queryMs: 1_200 };
const connector = postgresql(limits);

async function using<T>(
  config: PostgresConfig,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const io = testConnectorIo();
  const connection = await connector.connect(manifest.config.parse(config), io);
  try {
    return await work(connection);
  } finally {
    await connection.close?.();
    await io.close();
  }
}

async function readAll(config: PostgresConfig): Promise<SourceRecord[]> {
  return await using(config, async (connection) => {
    const records: SourceRecord[] = [];
    for (const stream of connection.streams) {
      let cursor: string | null = null;
      do {
        const page = await stream.list(cursor);
        records.push(...page.records);
        cursor = page.nextCursor;
      } while (cursor !== null);
    }
    return records;
  });
}

const verify = (config: PostgresConfig): Promise<Verification> =>
  using(config, (connection) => connection.verify());

const servers = [
  { name: "PostgreSQL 18 (embedded)", version: 18, begin: startPostgres18, present: true },
  {
    name: "PostgreSQL 15 (Debian's package)",
    version: 15,
    begin: () => startPostgres15("superuser-word-7Qx2"),
    present: hasPostgres15,
  },
];

describe.each(servers.filter((each) => each.present))("$name", ({ name, version, begin }) => {
  const canaries = ["reader", "blind", "orders", "second", "old"].map(word);
  let stand: Stand;
  beforeAll(async () => {
    stand = await startWorld(begin, version, canaries);
  }, 120_000);
  afterAll(async () => {
    await stand?.held.end().catch(() => undefined);
    await stand?.server.stop();
  });
  const world = async () => ({ url: stand.url, close: async () => undefined });

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

  describe("what it reads", () => {
    let records: SourceRecord[];
    beforeAll(async () => {
      records = await readAll(configFor(stand.url));
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

    test.runIf(version >= 16)(
      "from 16 on, the right to grant a role counts as a way into it",
      () => {
        expect(levelOf("only_admin")).toBe("admin");
        expect(JSON.stringify(role("only_admin").facts.privilege)).toContain(
          "may grant it to itself",
        );
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
      const { host } = new URL(stand.server.url);
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
        using(configFor(stand.url), async ({ streams }) => {
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
            record.type === "credential" &&
            record.identityExternalId === role("old_hash").externalId,
        );
        return found?.type === "credential" ? `${found.name} ${found.status}` : "none";
      };
      expect(nameOf(records)).toBe("Password, if it has one unknown");
      const all = await readAll(
        configFor(stand.url, { user: "second_admin", password: word("second") }),
      );
      expect(nameOf(all)).toBe("Password (md5) active");
      for (const canary of canaries) expect(JSON.stringify(all)).not.toContain(canary);
    });

    test("verify names Muster's own role, the scope and what is unwise", async () => {
      const own = await verify(configFor(stand.url));
      expect(own).toMatchObject({
        principal: "muster_reader",
        missing: [],
        self: { externalId: role("muster_reader").externalId },
      });
      expect(own.scope).toContain(`/postgres, PostgreSQL ${version}.`);
      expect(own.warnings).toEqual([
        "The connection is not encrypted.",
        "Replication slots that nobody reads: forgotten.",
      ]);
      const asSuperuser = await verify(
        configFor(stand.url, { user: "second_admin", password: word("second") }),
      );
      expect(asSuperuser.warnings.join(" ")).toContain("superuser");
    });

    test("the session cannot write, even as a superuser", async () => {
      const before = await as(
        stand.server.url,
        (client) => client.query("SELECT count(*)::int AS n FROM pg_roles"),
        "postgres",
      );
      await readAll(configFor(stand.url, { user: "second_admin", password: word("second") }));
      const after = await as(
        stand.server.url,
        (client) => client.query("SELECT count(*)::int AS n FROM pg_roles"),
        "postgres",
      );
      expect(after.rows).toEqual(before.rows);
    });

    test("a session that was ended between two pages is opened anew for the next", async () => {
      await using(configFor(stand.url), async ({ streams }) => {
        const first = await streams[0]?.list(null);
        expect(first?.nextCursor).not.toBeNull();
        await as(
          stand.server.url,
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
      await expect(verify(configFor(stand.url, { database: "absent" }))).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(verify(configFor(stand.url, { user: "victim" }))).rejects.toMatchObject({
        code: "unauthorized",
      });
    });
  });
});

const openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].find(
  (file) => existsSync(file),
);

describe.runIf(openssl)("TLS", () => {
  let stand: Stand;
  let authority: string;
  let folder: string;
  beforeAll(async () => {
    stand = await startWorld(startPostgres18, 18, []);
    folder = await mkdtemp(path.join(tmpdir(), "muster-tls-"));
    const [key, cert] = [path.join(folder, "server.key"), path.join(folder, "server.crt")];
    execFileSync(
      openssl ?? "",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        cert,
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
      ],
      { stdio: "ignore" },
    );
    authority = await readFile(cert, "utf8");
    const { uid, gid } = await stat(stand.server.directory);
    for (const file of ["server.key", "server.crt"]) {
      const target = path.join(stand.server.directory, file);
      await copyFile(path.join(folder, file), target);
      await chown(target, uid, gid);
    }
    await as(stand.server.url, async (client) => {
      await client.query("ALTER SYSTEM SET ssl = on");
      await client.query("SELECT pg_reload_conf()");
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, 120_000);
  afterAll(async () => {
    await stand?.held.end().catch(() => undefined);
    await stand?.server.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test("verify-full accepts the authority that was given, also pasted into one line", async () => {
    for (const ca of [authority, authority.replaceAll("\n", " ")]) {
      const { warnings } = await verify(configFor(stand.url, { tls: "verify-full", ca }));
      expect(warnings.join(" ")).not.toMatch(/encrypted|certificate/);
    }
  });

  test("verify-full refuses an unknown authority and says what to do", async () => {
    await expect(verify(configFor(stand.url, { tls: "verify-full" }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("certificate is not trusted") as string,
    });
  });

  test("verify-full refuses a certificate that names another host", async () => {
    const io = testConnectorIo();
    const port = Number(new URL(stand.url).port);
    const elsewhere = { ...io, connectTcp: () => io.connectTcp({ host: "127.0.0.1", port }) };
    const config = configFor(stand.url, {
      tls: "verify-full",
      ca: authority,
      host: "db.example.com",
    });
    await expect(connector.connect(manifest.config.parse(config), elsewhere)).rejects.toMatchObject(
      {
        code: "unavailable",
        message: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID") as string,
      },
    );
    await io.close();
  });

  test("a server that offers no TLS is named, and nothing is sent to it in clear", async () => {
    const heard: Buffer[] = [];
    const plain = net.createServer((client) => {
      client
        .on("error", () => undefined)
        .on("data", (chunk: Buffer) => {
          heard.push(chunk);
          client.write("N");
        });
    });
    await new Promise<void>((done) => plain.listen(0, "127.0.0.1", done));
    const url = `tcp://127.0.0.1:${(plain.address() as net.AddressInfo).port}`;
    await expect(verify(configFor(url, { tls: "require" }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("offers no TLS") as string,
    });
    expect(Buffer.concat(heard)).toHaveLength(8);
    plain.close();
  });

  test("require encrypts and warns that nobody was checked", async () => {
    const { warnings } = await verify(configFor(stand.url, { tls: "require" }));
    expect(warnings).toContain("The server's certificate is not checked.");
    expect(warnings.join(" ")).not.toContain("not encrypted");
  });
});

describe("a server whose bytes are garbled (T13)", () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startWorld(startPostgres18, 18, []);
  }, 120_000);
  afterAll(async () => {
    await stand?.held.end().catch(() => undefined);
    await stand?.server.stop();
  });

  /** Turns bits of what the server says, from byte `from` on, about every `every` bytes. */
  function garble(from: number, every: number): Promise<{ url: string; close(): void }> {
    const target = new URL(stand.url);
    const open = new Set<net.Socket>();
    const proxy = net.createServer((client) => {
      const server = net.connect(Number(target.port), target.hostname);
      for (const socket of [client, server]) open.add(socket.on("error", () => undefined));
      let at = 0;
      server.on("data", (chunk: Buffer) => {
        for (let index = 0; index < chunk.length; index += 1) {
          if (at > from && at % every === 0) chunk[index] = (chunk[index] ?? 0) ^ (1 << (at % 8));
          at += 1;
        }
        client.write(chunk);
      });
      client.on("data", (chunk: Buffer) => void server.write(chunk));
      client.on("close", () => server.destroy());
      server.on("close", () => client.destroy());
    });
    return new Promise((resolve) => {
      proxy.listen(0, "127.0.0.1", () => {
        const { port } = proxy.address() as net.AddressInfo;
        const close = (): void => {
          for (const socket of open) socket.destroy();
          proxy.close();
        };
        resolve({ url: `tcp://127.0.0.1:${port}`, close });
      });
    });
  }

  test("leaves ConnectorErrors only, in bounded time, and no prototype changed", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const hasty = postgresql({ connectMs: 200, statementMs: 200, queryMs: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 20_000 }),
        fc.integer({ min: 7, max: 4_000 }),
        async (from, every) => {
          const proxy = await garble(from, every);
          const io = testConnectorIo();
          const outcome = await runAll(
            { manifest, connector: hasty, config: configFor },
            proxy.url,
            io,
            false,
            20,
          );
          for (const error of errorsOf(outcome)) expect(error).toBeInstanceOf(ConnectorError);
          expect(Object.keys(Object.prototype)).toEqual([]);
          proxy.close();
          await io.close();
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  }, 120_000);
});

describe("a server that fails (T11)", () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startWorld(startPostgres18, 18, []);
  }, 120_000);
  afterAll(async () => {
    await stand?.held.end().catch(() => undefined);
    await stand?.server.stop();
  });

  const said = "for user payroll_secret_name";
  function frame(type: string, body: Buffer): Buffer {
    const head = Buffer.alloc(5, type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  }
  const failure = (state: string): Buffer => {
    const fields = [`SFATAL`, `C${state}`, `M${said}`].map((field) => `${field}\0`).join("");
    return Buffer.concat([frame("E", Buffer.from(`${fields}\0`)), frame("Z", Buffer.from("I"))]);
  };

  type Fault = (client: net.Socket, real: Buffer) => void;
  /** Lets `answers` answers pass whole, then says what `fault` says in place of the next ones. */
  async function interposed(answers: number, fault: Fault) {
    const target = new URL(stand.url);
    const open = new Set<net.Socket>();
    const proxy = net.createServer((client) => {
      const server = net.connect(Number(target.port), target.hostname);
      for (const socket of [client, server]) open.add(socket.on("error", () => undefined));
      let pending = Buffer.alloc(0);
      let ready = 0;
      server.on("data", (chunk: Buffer) => {
        pending = Buffer.concat([pending, chunk]);
        while (pending.length >= 5 && pending.length > pending.readInt32BE(1)) {
          const size = pending.readInt32BE(1) + 1;
          const whole = pending.subarray(0, size);
          pending = pending.subarray(size);
          // A challenge for the password is part of the first answer.
          if (ready >= answers && whole.toString("latin1", 0, 1) !== "R")
            return fault(client, whole);
          client.write(whole);
          if (whole.toString("latin1", 0, 1) === "Z") ready += 1;
        }
      });
      client.pipe(server);
      client.on("close", () => server.destroy());
      server.on("close", () => client.end());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const { port } = proxy.address() as net.AddressInfo;
    const close = (): void => {
      for (const socket of open) socket.destroy();
      proxy.close();
    };
    return { url: `tcp://127.0.0.1:${port}`, close };
  }

  /** In the sign-in, and in the middle of what is listed. */
  const moments = [0, 6];
  async function outcomes(fault: Fault) {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const hasty = postgresql({ connectMs: 1_000, statementMs: 1_000, queryMs: 1_000 });
    const codes = new Set<string>();
    for (const answers of moments) {
      const proxy = await interposed(answers, fault);
      const io = testConnectorIo({ limits: { wallMs: 20_000 } });
      const asked = { manifest, connector: hasty, config: configFor };
      const outcome = await runAll(asked, proxy.url, io, false, 20);
      const errors = errorsOf(outcome);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) {
        expect(error).toBeInstanceOf(ConnectorError);
        expect(String(error)).not.toContain(said);
        codes.add((error as ConnectorError).code);
      }
      proxy.close();
      await io.close();
    }
    await new Promise((next) => setImmediate(next));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    return [...codes];
  }

  const states: Record<string, string[]> = {
    unauthorized: ["28P01", "28000"],
    forbidden: ["3D000", "42501"],
    unavailable: [
      "53300",
      "53100",
      "57P01",
      "57P03",
      "57014",
      "40001",
      "55P03",
      "58030",
      "08006",
      "XX000",
    ],
    unexpected_response: ["42P01", "42703", "22021", "0A000"],
  };
  for (const [code, all] of Object.entries(states)) {
    test.each(all)(`SQLSTATE %s is ${code}, in the sign-in and in the middle`, async (state) => {
      expect(await outcomes((client) => void client.write(failure(state)))).toEqual([code]);
    });
  }

  const zeros = Buffer.alloc(1024 * 1024);
  const faults: Record<string, [codes: string[], fault: Fault]> = {
    "a row of 50 MB": [
      ["unexpected_response"],
      (client) => {
        const head = Buffer.alloc(5, "D");
        head.writeInt32BE(50 * zeros.length, 1);
        client.write(head);
        for (let sent = 0; sent < 50; sent += 1) client.write(zeros);
      },
    ],
    HTML: [
      ["unavailable", "unexpected_response"],
      (client) => void client.end("<!doctype html><title>Maintenance</title>"),
    ],
    "half a message, then the end": [
      ["unavailable"],
      (client, real) => void client.end(real.subarray(0, 3)),
    ],
    "one byte a second": [
      ["unavailable"],
      (client, real) => {
        client.write(real.subarray(0, 1));
        const timer = setInterval(() => client.write(zeros.subarray(0, 0)), 1_000);
        client.on("close", () => clearInterval(timer));
      },
    ],
    "the end of an answer that never began": [
      ["unavailable", "unexpected_response"],
      (client) => void client.end(frame("C", Buffer.from("SELECT 0\0"))),
    ],
  };
  test.each(Object.entries(faults))(
    "%s ends the stream in bounded time",
    async (_name, [codes, fault]) => {
      const before = Date.now();
      const met = await outcomes(fault);
      expect(met.filter((code) => !codes.includes(code))).toEqual([]);
      expect(Date.now() - before).toBeLessThan(30_000);
    },
  );
});

describe("pure parts", () => {
  const role = (oid: string, changes: Partial<RoleAttributes> = {}): [string, RoleAttributes] => [
    oid,
    {
      oid,
      name: `r${oid}`,
      superuser: false,
      createRole: false,
      createDb: false,
      replication: false,
      bypassRls: false,
      ...changes,
    },
  ];
  const member = (from: string, to: string, how: Partial<Membership> = {}): Membership => ({
    member: from,
    role: to,
    admin: false,
    inherit: true,
    set: true,
    ...how,
  });
  const cluster = (memberships: Membership[], version = 180_000): Cluster => ({
    version,
    roles: new Map([
      role("1"),
      role("2"),
      role("3", { superuser: true }),
      role("4", { name: "toString" }),
    ]),
    memberships,
    holdings: new Map(),
  });

  test("a circle of memberships ends, and a membership that gives nothing opens nothing", () => {
    expect(privilegeOf(cluster([member("1", "2"), member("2", "1")]), "1")).toMatchObject({
      level: "none",
    });
    const closed = member("1", "3", { inherit: false, set: false });
    expect(privilegeOf(cluster([closed]), "1")).toMatchObject({ level: "none" });
    expect(privilegeOf(cluster([member("1", "2"), member("2", "3")]), "1")).toMatchObject({
      level: "admin",
    });
    expect(privilegeOf(cluster([member("1", "4")]), "1")).toMatchObject({ level: "none" });
  });

  test("names are guessed at with a reason, and otherwise left unclear", () => {
    expect(personOrWorkload("orders-svc").likely).toBe("workload");
    expect(personOrWorkload("jane.doe").likely).toBe("person");
    expect(personOrWorkload("jane@example.com").likely).toBe("person");
    expect(personOrWorkload("xyz").likely).toBe("unclear");
  });

  test("the server's own words are never passed on", () => {
    const quoting = Object.assign(
      new Error('password authentication failed for user "secret-name"'),
      { code: "28P01" },
    );
    const mapped = toConnectorError(quoting, "sign-in");
    expect([mapped.code, mapped.message.includes("secret-name")]).toEqual(["unauthorized", false]);
    for (const [code, expected] of [
      ["53300", "unavailable"],
      ["57P03", "unavailable"],
      ["42501", "forbidden"],
      ["42P01", "unexpected_response"],
      ["XX000", "unavailable"],
      ["ECONNREFUSED", "unavailable"],
    ]) {
      expect(toConnectorError(Object.assign(new Error("x"), { code }), "q").code).toBe(expected);
    }
  });
});
