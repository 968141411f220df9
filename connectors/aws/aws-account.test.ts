import { describe, expect, test } from "vitest";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { accountReader, drain, identities, keyConfig } from "./testing/reading";

const { open, read } = accountReader(testConnectorIo);

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
    const { again } = await open({
      seen: (operation, body) => {
        if (operation === "LookupEvents")
          asked.push((JSON.parse(body) as { StartTime: number }).StartTime);
      },
    });
    const creators = async () => drain(await again(), ["creators", "users"]);
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

  test("what Access Analyzer calls not public is not open, though it names everybody", async () => {
    const { records } = await read({}, undefined, ["roles", "access-analyzer"]);
    const found = records.flatMap((one) =>
      one.type === "trust" && one.because.startsWith("Access Analyzer") ? [one] : [],
    );
    const said = found.map((one) => [one.principalKind, one.principal, one.verdict]);
    expect(said).toHaveLength(2);
    expect(said).toContainEqual(["anyone", "*", "weak"]);
    expect(said).toContainEqual(["external_account", "444455556666", "weak"]);
  });
});
