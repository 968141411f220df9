import { describe, expect, test } from "vitest";
import { account, details, user, read } from "./testing/files";

const columns = {
  user: "bot",
  arn: `arn:aws:iam::${account}:user/bot`,
  user_creation_time: "2024-01-01T00:00:00+00:00",
  password_enabled: "false",
  password_last_used: "N/A",
  password_last_changed: "N/A",
  password_next_rotation: "N/A",
  mfa_active: "false",
  access_key_1_active: "true",
  access_key_1_last_rotated: "2024-02-01T00:00:00+00:00",
  access_key_1_last_used_date: "2026-02-01T10:00:00+00:00",
  access_key_1_last_used_region: "eu-west-1",
  access_key_1_last_used_service: "s3",
  access_key_2_active: "false",
  access_key_2_last_rotated: "N/A",
  access_key_2_last_used_date: "N/A",
  access_key_2_last_used_region: "N/A",
  access_key_2_last_used_service: "N/A",
  cert_1_active: "false",
  cert_1_last_rotated: "N/A",
  cert_2_active: "false",
  cert_2_last_rotated: "N/A",
};
type Row = Partial<Record<keyof typeof columns | "additional_credentials_info", string>>;
const report = (...rows: Row[]) => {
  const all = rows.map((row) => ({ ...columns, ...row }));
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))] as (keyof Row)[];
  return [names, ...all.map((row) => names.map((name) => (row as Row)[name] ?? ""))]
    .map((cells) => cells.join(","))
    .join("\n");
};

describe("what the report tells", () => {
  test("signing certificates are listed by their slot, of users and of the root user", async () => {
    const made = "2019-05-01T00:00:00+00:00";
    const rootArn = `arn:aws:iam::${account}:root`;
    const { credentialsOf } = await read([
      details([user("bot")]),
      report(
        { cert_1_active: "true", cert_1_last_rotated: made, cert_2_last_rotated: made },
        { user: "<root_account>", arn: rootArn, cert_1_active: "true", cert_1_last_rotated: made },
      ),
    ]);
    const certificates = credentialsOf("AIDABOT").filter(({ kind }) => kind === "certificate");
    expect(certificates).toMatchObject([
      {
        name: "Signing certificate 1",
        status: "active",
        facts: {
          lastRotatedAt: { value: "2019-05-01T00:00:00.000Z" },
          expiresAt: { state: "unknown", reason: "not_offered" },
          lastUsedAt: { state: "unknown", reason: "not_offered" },
        },
      },
      { name: "Signing certificate 2", status: "disabled" },
    ]);
    expect(credentialsOf(rootArn).map(({ kind }) => kind)).toContain("certificate");
  });

  test("a user whom only the report lists has its password, with what was used last", async () => {
    const { named, credentialsOf } = await read([
      report({
        password_enabled: "true",
        password_last_used: "2026-03-01T00:00:00+00:00",
        password_last_changed: "2025-01-01T00:00:00+00:00",
      }),
    ]);
    expect(named("bot")?.facts).toMatchObject({
      lastUsedAt: { value: "2026-03-01T00:00:00.000Z" },
      lastUsedDetail: { value: "console password" },
    });
    expect(credentialsOf(columns.arn)).toMatchObject([
      { kind: "password", facts: { lastRotatedAt: { value: "2025-01-01T00:00:00.000Z" } } },
      { kind: "access_key" },
    ]);
  });

  test("a report that was cut is called one that ends in the middle", async () => {
    const whole = report({}, { user: "other", arn: `arn:aws:iam::${account}:user/other` });
    const cut = read([whole.slice(0, whole.length - 40)]);
    await expect(cut).rejects.toThrow(/file-0 is a credential report that ends in the middle/);
  });

  test("the row of an earlier user of the same name gives its successor no keys", async () => {
    const { named, credentialsOf } = await read([
      details([user("bot", { CreateDate: "2026-05-01T00:00:00Z" })]),
      report({}),
    ]);
    expect(credentialsOf("AIDABOT")).toEqual([]);
    expect(named("bot")?.facts.lastUsedAt.state).toBe("unknown");
  });

  test("a user with more keys than the report lists has an unknown last use, and the source says so", async () => {
    const more = "1 more access key: aws iam list-access-keys";
    const { named, warnings } = await read([
      details([user("bot")]),
      report({ additional_credentials_info: more }),
    ]);
    expect(named("bot")?.facts.lastUsedAt).toMatchObject({ reason: "not_offered" });
    expect(named("bot")?.attributes["notListed"]).toBe(more);
    expect(warnings).toContain("leaves out credentials of 1 users");
    const plain = await read([details([user("bot")]), report({ additional_credentials_info: "" })]);
    expect(plain.named("bot")?.facts.lastUsedAt.state).toBe("known");
    expect(plain.warnings).not.toContain("leaves out");
  });

  test("a report with a mark, CRLF and quotes is read like any other", async () => {
    const quoted = report({}).replaceAll(/[^,\n]+/g, (cell) => `"${cell}"`);
    const { named } = await read([
      details([user("bot")]),
      `\ufeff${quoted.replaceAll("\n", "\r\n")}`,
    ]);
    expect(named("bot")?.facts.lastUsedDetail).toMatchObject({ value: "s3 in eu-west-1" });
  });

  test("a date that a table program has rewritten is unknown, not another day and not never", async () => {
    const rewritten = report({
      password_enabled: "true",
      password_last_changed: "01/02/2024 00:00",
      password_last_used: "N/A",
      access_key_1_last_used_date: "01/02/2026 00:00",
      access_key_2_last_rotated: "01/02/2024 00:00",
    });
    const { named, credentialsOf } = await read([details([user("bot")]), rewritten]);
    const all = credentialsOf("AIDABOT");
    const factsOf = (name: string) => all.find((one) => one.name === name)?.facts;
    expect(factsOf("Console password")?.lastRotatedAt).toMatchObject({ reason: "unreadable" });
    expect(factsOf("Access key 1")?.lastUsedAt).toMatchObject({ reason: "unreadable" });
    expect(factsOf("Access key 2")?.lastRotatedAt.state).toBe("unknown");
    expect(named("bot")?.facts.lastUsedAt).toMatchObject({ reason: "unreadable" });
  });

  test("without a report it is unknown whether a user is a person, unless it is plainly a workload", async () => {
    const users = details([user("anna"), user("ci-deploy")]);
    const likely = async (...texts: string[]) => {
      const { named } = await read(texts);
      return ["anna", "ci-deploy"].map((name) => named(name)?.attributes["likelyPerson"]);
    };
    expect(await likely(users)).toEqual([null, false]);
    const arn = `arn:aws:iam::${account}:user/anna`;
    const row = { user: "anna", arn, password_enabled: "true" };
    expect((await likely(users, report(row)))[0]).toBe(true);
  });
});
