import { afterEach, describe, expect, test } from "vitest";
import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Connection, Gap } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import type { StandInOptions } from "./testing/asked";
import { startStandIn } from "./testing/stand-in";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const keyConfig = {
  authMode: "access_key",
  accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
  secretAccessKey: "stand-in-secret-value",
};

async function open(options: StandInOptions, config: object = keyConfig) {
  const server = await startStandIn(options);
  const io = testConnectorIo({ limits: { wallMs: 20_000, connectMs: 5_000 } });
  closers.push(
    () => io.close(),
    () => server.close(),
  );
  const parsed = manifest.config.parse({ ...config, endpoint: server.url });
  return { server, connection: await connector.connect(parsed, io) };
}

async function read(options: StandInOptions, config?: object, only?: string[]) {
  const { server, connection } = await open(options, config);
  const gaps: Gap[] = [];
  return { server, records: await drain(connection, only, gaps), gaps };
}

async function drain(connection: Connection, only?: string[], gaps: Gap[] = []) {
  const records: SourceRecord[] = [];
  for (const stream of connection.streams) {
    if (only && !only.includes(stream.name)) continue;
    let cursor: string | null = null;
    do {
      const page = await stream.list(cursor);
      expect(page.records.length).toBeLessThanOrEqual(1000);
      records.push(...page.records);
      gaps.push(...(page.gaps ?? []));
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  for (const record of records) sourceRecord.parse(record);
  return records;
}

const identities = (records: SourceRecord[], detail: string) =>
  records.flatMap((one) => (one.type === "identity" && one.detail === detail ? [one] : []));

describe("an account", () => {
  test("every user and key is listed once, whatever the size of the provider's pages", async () => {
    const { records, gaps } = await read({ users: 2_000, keys: 3_000, pageSize: 170 }, undefined, [
      "users",
      "access-keys",
    ]);
    expect(new Set(identities(records, "aws.iam_user").map((one) => one.externalId)).size).toBe(
      2_000,
    );
    const keys = records.filter((one) => one.type === "credential" && one.kind === "access_key");
    expect(new Set(keys.map((one) => "externalId" in one && one.externalId)).size).toBe(3_000);
    expect(gaps).toEqual([]);
  });

  test("the credential report spares the call for each key's last use; without it every key is asked", async () => {
    const with_ = await read({}, undefined, ["access-keys"]);
    expect(with_.server.calls.get("GetAccessKeyLastUsed") ?? 0).toBe(0);
    const without = await read({ report: false }, undefined, ["access-keys"]);
    expect(without.server.calls.get("GetAccessKeyLastUsed")).toBe(6);
    const lastUse = (records: SourceRecord[]) =>
      records.flatMap((one) =>
        one.type === "credential" && one.facts.lastUsedAt.state === "known"
          ? [one.facts.lastUsedAt.value]
          : [],
      );
    expect(lastUse(with_.records)).toEqual(lastUse(without.records));
  });

  test("a report larger than the usual limit on an answer is read and spares calls", async () => {
    const size = { users: 100_000, keys: 100, pageSize: 1_000 };
    const { connection, server } = await open(size);
    const keys = connection.streams.find((stream) => stream.name === "access-keys");
    const page = await keys?.list(null);
    expect(page?.complete).toBe(true);
    expect(server.calls.get("ListAccessKeys") ?? 0).toBe(0);
  });

  test("users and roles are read once, also for the streams that need their ids", async () => {
    const { server, records } = await read({ users: 50, pageSize: 20 });
    expect(identities(records, "aws.bedrock_api_key")).toHaveLength(2);
    // One for the policies, three pages of users, one of roles.
    expect(server.calls.get("GetAccountAuthorizationDetails")).toBe(5);
  });

  test("CloudTrail's creators stand on users, roles and keys, and people among them are proposed as owners", async () => {
    const { records } = await read({});
    const user = identities(records, "aws.iam_user").find((one) => one.name === "svc-app-000001");
    expect(user?.facts.createdBy).toMatchObject({
      state: "known",
      value: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123/ada@example.com",
    });
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "owner_hint",
        identityExternalId: user?.externalId,
        method: "audit_creator",
        candidate: "ada@example.com",
      }),
    );
    const keys = records.filter((one) => one.type === "credential" && one.kind === "access_key");
    expect(
      keys.some((one) => one.type === "credential" && one.facts.createdBy.state === "known"),
    ).toBe(true);
    // The third user's event says AccessDenied: it made nothing.
    const third = identities(records, "aws.iam_user").find((one) => one.name === "svc-app-000002");
    expect(third?.facts.createdBy.state).toBe("unknown");
  });

  test("what CloudTrail once said is kept, and a later run asks only for what happened since", async () => {
    const asked: number[] = [];
    const server = await startStandIn({
      seen: (operation, body) => {
        if (operation === "LookupEvents")
          asked.push((JSON.parse(body) as { StartTime: number }).StartTime);
      },
    });
    const io = testConnectorIo({ limits: { wallMs: 20_000 } });
    closers.push(
      () => io.close(),
      () => server.close(),
    );
    const config = manifest.config.parse({ ...keyConfig, endpoint: server.url });
    const creators = async () => {
      const connection = await connector.connect(config, io);
      return drain(connection, ["creators", "users"]);
    };
    const first = await creators();
    const second = await creators();
    expect(asked).toHaveLength(8);
    expect(Date.now() / 1000 - (asked[0] ?? 0)).toBeGreaterThan(89 * 86_400);
    expect(Date.now() / 1000 - (asked[4] ?? 0)).toBeLessThan(2 * 3_600);
    const known = (records: SourceRecord[]) =>
      identities(records, "aws.iam_user").filter((one) => one.facts.createdBy.state === "known");
    expect(known(first)).toHaveLength(2);
    expect(known(second)).toHaveLength(2);
  });

  test("the last use of a Bedrock key is its user's last use of Bedrock, when it is the only one", async () => {
    const { records } = await read({}, undefined, ["service-last-accessed"]);
    const uses = records.flatMap((one) => (one.type === "usage" ? [one] : []));
    expect(uses.map((one) => one.subjectExternalId.slice(0, 4)).sort()).toEqual([
      "ACCA",
      "ACCA",
      "AIDA",
      "AIDA",
    ]);
    expect(uses[0]).toMatchObject({
      lastUsedAt: "2026-03-01T00:00:00.000Z",
      detail: "Amazon Bedrock in us-east-1, as the user svc-app-000000",
    });
  });

  test("encrypted parameters are listed by name and date, plain ones are not", async () => {
    const { records, server } = await read({ pageSize: 2 }, undefined, ["ssm-parameters"]);
    const stored = records.flatMap((one) => (one.type === "stored_secret" ? [one] : []));
    expect(stored.map((one) => one.name)).toEqual(["/prod/stripe", "/prod/smtp", "/build/token"]);
    expect(stored[0]?.facts.createdBy).toMatchObject({ value: expect.stringContaining("grace") });
    expect(stored[1]?.facts.createdAt.state).toBe("unknown");
    expect(stored[1]?.facts.expiresAt).toMatchObject({ value: "2027-05-13T00:00:00.000Z" });
    expect([...server.calls.keys()].filter((name) => name.startsWith("GetParameter"))).toEqual([]);
  });

  test("an expired server certificate is a stored secret that says so", async () => {
    const { records } = await read({}, undefined, ["server-certificates"]);
    expect(records).toContainEqual(
      expect.objectContaining({ detail: "aws.server_certificate", status: "expired" }),
    );
  });

  test("Roles Anywhere: the authority, the workloads with their certificates, and the role they get", async () => {
    const { records } = await read({}, undefined, ["roles", "roles-anywhere"]);
    const [anchor] = identities(records, "aws.rolesanywhere_trust_anchor");
    expect(anchor?.attributes["revocationList"]).toBe(false);
    expect(anchor?.facts.expiresAt.state).toBe("known");
    const subjects = identities(records, "aws.rolesanywhere_subject");
    expect(subjects.map((one) => one.status)).toEqual(["active", "disabled"]);
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "credential",
        kind: "certificate",
        identityExternalId: subjects[0]?.externalId,
        name: "build-runner.example.com",
      }),
    );
    const worker = records.find((one) => one.type === "identity" && one.name === "lambda-worker");
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "trust",
        identityExternalId: worker?.type === "identity" ? worker.externalId : "",
        principal: expect.stringContaining(":profile/"),
      }),
    );
  });

  test("a Bedrock API key is an AI model credential of its own, with its user's rights in Bedrock", async () => {
    const { records } = await read({}, undefined, ["users", "service-credentials"]);
    const keys = identities(records, "aws.bedrock_api_key");
    expect(keys.map((key) => key.identityClass)).toEqual([
      "ai_model_credential",
      "ai_model_credential",
    ]);
    expect(keys[0]?.facts.privilege).toMatchObject({ state: "known", value: { level: "write" } });
    expect(keys[0]?.facts.expiresAt).toMatchObject({ state: "known", value: null });
    const passwords = records.filter(
      (one) => one.type === "credential" && one.kind === "service_specific_credential",
    );
    expect(passwords).toHaveLength(2);
  });

  test("the root user is listed with its key as an administrator", async () => {
    const { records } = await read({}, undefined, ["account"]);
    const [root] = identities(records, "aws.root");
    expect(root?.attributes["rootAccessKeys"]).toBe(true);
    expect(root?.attributes["accountAlias"]).toBe("stand-in");
    expect(root?.facts.privilege).toMatchObject({ value: { level: "admin" } });
    expect(records).toContainEqual(
      expect.objectContaining({ type: "credential", kind: "access_key" }),
    );
  });

  test("roles carry verdicts on who may assume them; those for people are left out unless wanted", async () => {
    const { records } = await read({}, undefined, ["roles"]);
    const verdicts = records.flatMap((one) =>
      one.type === "trust" ? [`${one.principalKind} ${one.verdict}`] : [],
    );
    expect(verdicts.sort()).toEqual([
      "anyone open",
      "deleted weak",
      "external_account narrow",
      "oidc open",
      "oidc weak",
      "service narrow",
      "service narrow",
    ]);
    expect(JSON.stringify(records)).not.toContain("vendor-shared-value");
    expect(identities(records, "aws.role.sso")).toEqual([]);
    const wanted = await read({}, { ...keyConfig, includeSsoRoles: true }, ["roles"]);
    expect(identities(wanted.records, "aws.role.sso")).toHaveLength(1);
  });

  test("secrets of every region are listed with who can read them, and never asked for", async () => {
    const { records, server } = await read(
      {},
      { ...keyConfig, regions: ["us-east-1", "eu-west-1"] },
      ["secrets"],
    );
    const secrets = records.flatMap((one) => (one.type === "stored_secret" ? [one] : []));
    expect(secrets).toHaveLength(6);
    expect(secrets[0]?.readableBy).toContain("444455556666");
    expect(server.calls.has("GetSecretValue")).toBe(false);
  });
});

const permissions = [...new Set(manifest.streams.flatMap((stream) => [...stream.permissions]))];

describe("refusals", () => {
  test("a refused call is a gap that names the permission, and the rest is read", async () => {
    const { records, gaps } = await read({
      denied: [
        "cloudtrail:LookupEvents",
        "iam:ListUsers",
        "secretsmanager:GetResourcePolicy",
        "ssm:DescribeParameters",
        "rolesanywhere:GetSubject",
        "iam:GenerateServiceLastAccessedDetails",
      ],
    });
    expect(gaps.map((gap) => gap.permission)).toEqual([
      "cloudtrail:LookupEvents",
      "iam:ListUsers",
      "iam:ListUsers",
      "secretsmanager:GetResourcePolicy",
      "ssm:DescribeParameters",
      "rolesanywhere:GetSubject",
      "iam:GenerateServiceLastAccessedDetails",
    ]);
    const secret = records.find(
      (one) => one.type === "stored_secret" && one.detail === "aws.secret",
    );
    expect(secret?.type === "stored_secret" && secret.facts.exposure).toMatchObject({
      reason: "permission_missing",
    });
  });

  test.each(permissions)("verify finds that %s is missing, and says where it is", async (name) => {
    const { connection } = await open({ denied: [name] });
    const { missing } = await connection.verify();
    const streams = manifest.streams.filter((one) => one.permissions.includes(name));
    expect(missing).toEqual([{ permission: name, streams: streams.map((one) => one.name) }]);
  });

  test("verify names each missing permission with its streams, and its own credential", async () => {
    const { connection } = await open({
      denied: ["iam:ListUsers", "access-analyzer:ListAnalyzers"],
    });
    const found = await connection.verify();
    expect(found.missing).toContainEqual({
      permission: "iam:ListUsers",
      streams: ["access-keys", "ssh-keys"],
    });
    expect(found.missing).toContainEqual({
      permission: "access-analyzer:ListAnalyzers",
      streams: ["access-analyzer"],
    });
    expect(found.warnings.join(" ")).toContain("long-lived access key");
    expect(found.self?.externalId).toMatch(/^AIDA/);
    expect(found.self?.kind).toBe("iam_user");
    expect(found.base).toBeUndefined();
    expect(found.target).toBe("aws:111122223333");
  });

  test("verify names the role that is assumed, and the stored key that assumes it with its user", async () => {
    const { connection } = await open(
      {},
      {
        ...keyConfig,
        authMode: "assume_role",
        roleArn: "arn:aws:iam::222233334444:role/MusterInventory",
      },
    );
    const { self, base, target } = await connection.verify();
    expect(self).toEqual({
      externalId: "AROASTANDIN000000001",
      name: "MusterInventory",
      kind: "assumable_role",
    });
    expect(base).toMatchObject({
      kind: "iam_user",
      principal: expect.stringContaining("arn:aws:iam::111122223333:user/"),
      credential: { externalId: keyConfig.accessKeyId, kind: "access_key" },
    });
    expect(base?.externalId).toMatch(/^AIDA/);
    expect(JSON.stringify(base)).not.toContain(keyConfig.secretAccessKey);
    expect(target).toBe("aws:222233334444");
  });

  test("throttling in the middle of a page is waited out; throttling without end is said", async () => {
    let asked = 0;
    const throttled = {
      status: 400,
      body: "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>",
    };
    const once = (operation: string) =>
      operation === "ListAccessKeys" && ++asked === 2 ? throttled : null;
    const { records } = await read({ fault: once }, undefined, ["access-keys"]);
    expect(records).toHaveLength(6);
    const always = read({ fault: () => throttled }, undefined, ["users"]);
    await expect(always).rejects.toMatchObject({ code: "rate_limited" });
  });
});

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
    const { connection, server } = await open({ accounts, users: 3, pageSize: 2 }, config);
    const first = await keysOf(connection)?.list(null);
    const again = await connector.connect(
      manifest.config.parse({ ...config, endpoint: server.url }),
      testConnectorIo(),
    );
    const second = await keysOf(again)?.list(first?.nextCursor ?? null);
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

describe("the configuration", () => {
  test.each<[string, object]>([
    ["a key without its secret", { authMode: "access_key", accessKeyId: keyConfig.accessKeyId }],
    ["a role mode without a role", { authMode: "assume_role" }],
    ["a role that is none", { authMode: "assume_role", roleArn: "arn:aws:iam::1:user/x" }],
    ["a region that is none", { ...keyConfig, regions: ["eu-west-1.example.com/"] }],
    ["an unknown field", { ...keyConfig, password: "x" }],
  ])("%s is refused", (_name, config) => {
    expect(manifest.config.safeParse(config).success).toBe(false);
  });

  test("empty form fields count as not given, and the policy to copy reads no secret", () => {
    const parsed = manifest.config.parse({
      authMode: "environment",
      accessKeyId: "",
      roleArn: "",
      endpoint: "",
      regions: [],
    });
    expect(parsed).toMatchObject({ regions: [], collectSshKeys: true });
    expect(manifest.leastPrivilege.text).toContain("NeverReadSecrets");
  });
});
