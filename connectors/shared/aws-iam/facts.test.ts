import { expect, test } from "vitest";
import { parseCredentialReport } from "./credential-report";
import { PolicyBook } from "./policy-book";
import { lastUseOf } from "./user-records";

const managed = (Arn: string, ...Action: string[]) => ({
  Arn,
  DefaultVersionId: "v1",
  PolicyVersionList: [
    {
      VersionId: "v1",
      IsDefaultVersion: true,
      Document: { Statement: { Effect: "Allow", Action, Resource: "*" } },
    },
  ],
});

test.each([
  ["arn:aws:iam::aws:policy/ReadOnlyAccess", ["s3:Get*", "mediaconvert:Probe"], "read"],
  ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", ["athena:Batch*"], "read"],
  ["arn:aws:iam::111122223333:policy/ReadOnlyAccess", ["mediaconvert:Probe"], "write"],
  ["arn:aws:iam::111122223333:policy/audit", ["iam:GenerateCredentialReport", "iam:List*"], "read"],
  ["arn:aws:iam::111122223333:policy/logs", ["logs:StartQuery", "logs:Get*"], "read"],
  ["arn:aws:iam::111122223333:policy/logs", ["logs:StartExportTask"], "write"],
])("%s with %j is %s, also through a group", (arn, actions, level) => {
  const AttachedManagedPolicies = [{ PolicyArn: arn }];
  const groups = [{ GroupName: "readers", AttachedManagedPolicies }];
  const book = new PolicyBook([managed(arn, ...actions)], groups);
  for (const access of [
    book.ofUser({ GroupList: ["readers"] }),
    book.ofRole({ AttachedManagedPolicies }),
  ]) {
    expect(access.privilege).toMatchObject({ state: "known", level });
    expect(new Set(access.grants.map((grant) => grant.level))).toContain(level);
  }
});

const header =
  "user,arn,user_creation_time,password_enabled,password_last_used,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date\n";
test.each([
  ["a user whose key was never used", "false,N/A,true,2024-01-02T00:00:00+00:00,N/A", null],
  ["a user whose password was never used", "true,no_information,false,N/A,N/A", null],
  ["a user without password and key", "false,N/A,false,N/A,N/A", "not_offered"],
  ["a root user that was never used", "not_supported,no_information,false,N/A,N/A", null],
])("%s: the report says never only of what it knows", (_name, cells, expected) => {
  const [row] =
    parseCredentialReport(`${header}bot,arn:x,2024-01-01T00:00:00+00:00,${cells}\n`) ?? [];
  if (!row) throw new Error("no row");
  const { at } = lastUseOf(row, new Date("2026-01-01"));
  expect(at.state === "known" ? at.value : at.reason).toBe(expected);
});
