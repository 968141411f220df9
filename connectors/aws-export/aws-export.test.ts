import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import { describeConformance } from "../testing/conformance";
import { streamPages } from "../testing/stream-pages";
import { withConnection } from "../testing/with-connection";
import { ConnectorError } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";

const account = "111122223333";
const detailsText = (extra: object = {}) =>
  JSON.stringify({
    UserDetailList: [
      {
        Path: "/",
        UserName: "deploy-bot",
        UserId: "AIDAEXAMPLE000000001",
        Arn: `arn:aws:iam::${account}:user/deploy-bot`,
        CreateDate: "2024-01-01T00:00:00+00:00",
        GroupList: ["admins"],
        AttachedManagedPolicies: [],
        Tags: [{ Key: "owner", Value: "platform@example.com" }],
      },
    ],
    GroupDetailList: [
      {
        GroupName: "admins",
        Arn: `arn:aws:iam::${account}:group/admins`,
        GroupPolicyList: [],
        AttachedManagedPolicies: [
          {
            PolicyName: "AdministratorAccess",
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        ],
      },
    ],
    RoleDetailList: [
      {
        Path: "/",
        RoleName: "worker",
        RoleId: "AROAEXAMPLE000000001",
        Arn: `arn:aws:iam::${account}:role/worker`,
        CreateDate: "2024-01-01T00:00:00Z",
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }],
        },
        RoleLastUsed: {},
      },
    ],
    Policies: [],
    ...extra,
  });
const header =
  "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date";
const report = [
  header,
  `<root_account>,arn:aws:iam::${account}:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-01T00:00:00+00:00,true,true,2021-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A`,
  `deploy-bot,arn:aws:iam::${account}:user/deploy-bot,2024-01-01T00:00:00+00:00,false,N/A,false,true,2024-02-01T00:00:00+00:00,2026-02-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A`,
].join("\n");
const files = (...texts: string[]) => ({
  files: texts.map((text, at) => ({ name: `file-${at}`, text })),
});
const nowhere = async () => ({ url: "http://127.0.0.1:9", close: async () => undefined });

describeConformance("aws-export", {
  manifest,
  connector,
  start: nowhere,
  config: () => files(detailsText(), report),
  canaries: [],
});

async function everything(
  config: unknown,
): Promise<{ records: SourceRecord[]; complete: boolean }> {
  const pages = Object.values(
    await withConnection(connector, manifest.config.parse(config), (one) => streamPages(one)),
  ).flat();
  for (const page of pages) expect(page.records.length).toBeLessThanOrEqual(1000);
  const records = pages.flatMap((page) => page.records).map((one) => sourceRecord.parse(one));
  return { records, complete: pages.every((page) => page.complete) };
}

const identity = (records: SourceRecord[], id: string) => {
  const found = records.find((one) => one.type === "identity" && one.externalId === id);
  return found?.type === "identity" ? found : undefined;
};

describe("files of an account", () => {
  test("a group's administrator policy makes its member an administrator, and the report dates its key", async () => {
    const { records, complete } = await everything(files(detailsText(), report));
    expect(complete).toBe(true);
    const bot = identity(records, "AIDAEXAMPLE000000001");
    expect(bot?.facts.privilege).toMatchObject({ state: "known", value: { level: "admin" } });
    expect(bot?.facts.lastUsedAt).toMatchObject({ value: "2026-02-01T00:00:00.000Z" });
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "credential",
        kind: "access_key",
        identityExternalId: "AIDAEXAMPLE000000001",
      }),
    );
    expect(identity(records, `arn:aws:iam::${account}:root`)?.attributes["rootAccessKeys"]).toBe(
      true,
    );
    const role = identity(records, "AROAEXAMPLE000000001");
    expect(role?.facts.lastUsedAt).toMatchObject({ state: "unknown", reason: "not_tracked_yet" });
    expect(role?.facts.exposure).toMatchObject({ value: { public: true } });
  });

  test("a run without the report is incomplete and leaves the last use unknown", async () => {
    const { records, complete } = await everything(files(detailsText()));
    expect(complete).toBe(false);
    expect(identity(records, "AIDAEXAMPLE000000001")?.facts.lastUsedAt.state).toBe("unknown");
  });

  test("a run with the report alone lists users whose privilege is unknown", async () => {
    const { records } = await everything(files(report));
    const bot = identity(records, `arn:aws:iam::${account}:user/deploy-bot`);
    expect(bot?.facts.privilege.state).toBe("unknown");
  });

  test("one page of several never counts as complete", async () => {
    expect((await everything(files(detailsText({ IsTruncated: true }), report))).complete).toBe(
      false,
    );
  });

  test("hostile names become records that the inventory accepts", async () => {
    const evil = `\u0000\u202e<script>${"x".repeat(900)}\ud800`;
    const text = detailsText({
      UserDetailList: [
        {
          UserName: evil,
          UserId: "AIDAEVIL",
          Arn: `arn:aws:iam::${account}:user/${evil}`,
          CreateDate: "not a date",
          GroupList: [evil],
          UserPolicyList: [
            {
              PolicyName: evil,
              PolicyDocument: { Statement: { Effect: "Allow", Action: evil, Resource: evil } },
            },
          ],
          Tags: Array.from({ length: 80 }, (_none, at) => ({
            Key: `${at}${evil}`,
            Value: evil.repeat(3),
          })),
        },
      ],
    });
    const { records } = await everything(files(text, report));
    const found = identity(records, "AIDAEVIL");
    expect(found?.name.startsWith("\\u0000\\u202e<script>")).toBe(true);
    expect(found?.facts.privilege.state).toBe("unknown");
  });

  test("2,000 users come in pages of at most 1,000 records", async () => {
    const users = Array.from({ length: 2_000 }, (_none, at) => ({
      UserName: `u${at}`,
      UserId: `AIDA${at}`,
      Arn: `arn:aws:iam::${account}:user/u${at}`,
      CreateDate: "2024-01-01T00:00:00Z",
    }));
    const { records } = await everything(files(detailsText({ UserDetailList: users }), report));
    expect(records.filter((one) => one.type === "identity").length).toBe(2_003);
  });
});

describe("files changed at random (T13)", () => {
  const intruder = fc.oneof(
    fc.constantFrom("", "\u0000", '"', "{", "]", "null", "-1", '"__proto__":{"x":1},', "\n,,,"),
    fc.string({ maxLength: 20 }),
  );
  const change = fc.record({
    file: fc.nat({ max: 1 }),
    at: fc.nat({ max: 100_000 }),
    length: fc.nat({ max: 60 }),
    by: intruder,
  });

  test("3,000 changed pairs of files are read or refused with a ConnectorError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const texts = [detailsText(), report];
        for (const { file, at, length, by } of changes) {
          const text = texts[file] ?? "";
          const from = at % (text.length + 1);
          texts[file] = text.slice(0, from) + by + text.slice(from + length);
        }
        await everything(files(...texts)).catch((error: unknown) => {
          if (!(error instanceof ConnectorError)) throw error;
        });
        expect(({} as { x?: unknown }).x).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("files that are not an account", () => {
  const whole = detailsText();
  test.each([
    ["truncated JSON", whole.slice(0, whole.length / 2), "ends in the middle"],
    ["other JSON", '{"Users":[]}', "not the output of aws iam"],
    ["a list", "[1,2]", "not the output of aws iam"],
    ["another CSV", "name,age\nx,1\n", "neither authorization details"],
    ["an image", "\u0089PNG\u0000\u0000", "UTF-16 or not text"],
    ["UTF-16", '{\u0000"\u0000U\u0000', "UTF-16"],
    ["nothing", "  \n", "is empty"],
    [
      "a wrong type inside",
      whole.replace('"AIDAEXAMPLE000000001"', "7"),
      "UserDetailList.0.UserId",
    ],
    ["base64", Buffer.from(report).toString("base64"), "decode it first"],
  ])("%s is refused with the file's name and the reason", async (_name, text, reason) => {
    const refused = everything(files(detailsText(), text));
    await expect(refused).rejects.toMatchObject({ code: "unexpected_response" });
    await expect(refused).rejects.toThrow(/file-1/);
    await expect(refused).rejects.toThrow(reason);
  });

  test("more than 200 MB is refused before it is parsed", async () => {
    await expect(everything(files(`{${" ".repeat(200 * 1024 * 1024)}}`))).rejects.toThrow(
      "larger than 200 MB",
    );
  });
});
