import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { valueOf } from "@/lib/domain/evidence";
import type { Gap } from "../contract";
import { manifest } from "./manifest";
import { accountReader, drain, identities, keyConfig } from "./testing/reading";

const { open, read, openWith } = accountReader(testConnectorIo);

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
    // Every gap names the account whose rows alone it may hide.
    expect(gaps.map(({ within }) => within)).toEqual(
      gaps.map(() => expect.objectContaining({ part: "111122223333" })),
    );
    const secret = records.find(
      (one) => one.type === "stored_secret" && one.detail === "aws.secret",
    );
    expect(secret?.type === "stored_secret" && secret.facts.exposure).toMatchObject({
      reason: "permission_missing",
    });
  });

  test("a refused fact hides no row, and a refused policy only who may read the secret", async () => {
    const { gaps, records } = await read({
      denied: [
        "iam:ListAccountAliases",
        "iam:GetAccessKeyLastUsed",
        "secretsmanager:GetResourcePolicy",
        "rolesanywhere:GetSubject",
      ],
      report: false,
    });
    const part = "111122223333";
    expect(new Map(gaps.map((gap) => [gap.permission, gap.within]))).toEqual(
      new Map<string, Gap["within"]>([
        ["iam:ListAccountAliases", { part, only: [] }],
        ["iam:GetCredentialReport", { part, only: ["credential"] }],
        ["iam:GetAccessKeyLastUsed", { part, only: [] }],
        [
          "secretsmanager:GetResourcePolicy",
          { part, idPrefix: `arn:aws:secretsmanager:us-east-1:${part}:`, only: ["trust"] },
        ],
        ["rolesanywhere:GetSubject", { part, only: ["credential"] }],
      ]),
    );
    const secrets = records.filter((one) => one.type === "stored_secret");
    expect(secrets.map((one) => one.externalId)).toContainEqual(
      expect.stringMatching(`^arn:aws:secretsmanager:us-east-1:${part}:`),
    );
  });

  test("refused SAML providers hide no provider of another kind", async () => {
    const denied = ["iam:ListSAMLProviders"];
    const { gaps, records } = await read({ denied }, undefined, ["federation-providers"]);
    const [within] = gaps.map((gap) => gap.within);
    const idPrefix = "arn:aws:iam::111122223333:saml-provider/";
    expect(within).toEqual({ part: "111122223333", idPrefix });
    expect(identities(records, "aws.oidc_provider").length).toBeGreaterThan(0);
    const all = await read({}, undefined, ["federation-providers"]);
    expect(
      identities(all.records, "aws.saml_provider").map((one) => one.externalId),
    ).toContainEqual(expect.stringContaining(idPrefix));
  });

  test("providers whose details are refused are listed by what the lists tell", async () => {
    const denied = ["iam:GetSAMLProvider", "iam:GetOpenIDConnectProvider"];
    const all = await read({}, undefined, ["federation-providers"]);
    const { gaps, records } = await read({ denied }, undefined, ["federation-providers"]);
    expect(gaps.map(({ permission, within }) => [permission, within])).toEqual(
      denied.toReversed().map((name) => [name, { part: "111122223333", only: [] }]),
    );
    for (const detail of ["aws.saml_provider", "aws.oidc_provider"]) {
      const ids = (of: typeof records) => identities(of, detail).map((one) => one.externalId);
      expect(ids(records)).toEqual(ids(all.records));
      expect(ids(records).length).toBeGreaterThan(0);
    }
    const [oidc] = identities(records, "aws.oidc_provider");
    expect(oidc?.facts.createdAt).toEqual({
      state: "unknown",
      reason: "permission_missing",
      detail: "Needs iam:GetOpenIDConnectProvider",
    });
    const [saml] = identities(records, "aws.saml_provider");
    const [whole] = identities(all.records, "aws.saml_provider");
    expect(valueOf(saml?.facts.createdAt)).toBe(valueOf(whole?.facts.createdAt));
    expect(valueOf(saml?.facts.expiresAt)).toBe(valueOf(whole?.facts.expiresAt));
    expect(valueOf(saml?.facts.createdAt)).toMatch(/^1970/);
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

  test("a credential report beyond the limit is a gap that says what to do, and keys are asked one by one", async () => {
    const openIo: typeof testConnectorIo = (options) => {
      const io = testConnectorIo(options);
      // The limit that only the report has, at a size that a test can send.
      return {
        ...io,
        exchange: (asked) =>
          io.exchange(asked.maxBodyBytes === undefined ? asked : { ...asked, maxBodyBytes: 500 }),
      };
    };
    const { connection, server } = await openWith(openIo)({});
    const gaps: Gap[] = [];
    const records = await drain(connection, ["account", "access-keys"], gaps);
    expect(gaps).toMatchObject([
      { reason: "not_enabled", message: expect.stringContaining("larger than 128 MB") },
    ]);
    expect(server.calls.get("GetAccessKeyLastUsed")).toBe(6);
    expect(records.some((one) => one.type === "credential")).toBe(true);
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
