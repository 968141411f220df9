import { z } from "zod";
import { ConnectorError } from "../contract";
import { parseCredentialReport, type ReportRow } from "../shared/aws-iam/credential-report";
import type {
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from "../shared/aws-iam/details";
import { clean } from "../shared/aws-iam/text";
import type { ExportFile } from "./manifest";

const mostCharacters = 200 * 1024 * 1024;

export interface AccountExport {
  accountId: string;
  users: Map<string, UserDetail & { UserId: string }>;
  roles: Map<string, RoleDetail & { RoleId: string }>;
  groups: GroupDetail[];
  policies: ManagedPolicyDetail[];
  report: Map<string, ReportRow> | null;
}

export interface Exports {
  accounts: AccountExport[];
  /** Files that hold one page of several. */
  cutPages: string[];
}

const id = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => clean(text, 200));
const text = z.string().optional();
const ref = z.object({ PolicyName: text, PolicyArn: text });
const inline = z.object({ PolicyName: text, PolicyDocument: z.unknown() });
const principal = {
  Path: text,
  Arn: z.string().regex(/^arn:[^:]*:iam::\d{12}:/),
  CreateDate: text,
  AttachedManagedPolicies: z.array(ref).optional(),
  PermissionsBoundary: z.object({ PermissionsBoundaryArn: text }).optional(),
  Tags: z.array(z.object({ Key: text, Value: text })).optional(),
};
const details = z.object({
  UserDetailList: z
    .array(
      z.object({
        ...principal,
        UserName: text,
        UserId: id,
        UserPolicyList: z.array(inline).optional(),
        GroupList: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  RoleDetailList: z
    .array(
      z.object({
        ...principal,
        RoleName: text,
        RoleId: id,
        AssumeRolePolicyDocument: z.unknown(),
        RolePolicyList: z.array(inline).optional(),
        InstanceProfileList: z.array(z.object({ InstanceProfileName: text })).optional(),
        RoleLastUsed: z.object({ LastUsedDate: text, Region: text }).optional(),
      }),
    )
    .optional(),
  GroupDetailList: z
    .array(
      z.object({
        Arn: principal.Arn,
        GroupName: text,
        GroupPolicyList: z.array(inline).optional(),
        AttachedManagedPolicies: z.array(ref).optional(),
      }),
    )
    .optional(),
  Policies: z
    .array(
      z.object({
        Arn: text,
        PolicyName: text,
        DefaultVersionId: text,
        PolicyVersionList: z
          .array(
            z.object({
              VersionId: text,
              IsDefaultVersion: z.boolean().optional(),
              Document: z.unknown(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  IsTruncated: z.boolean().optional(),
});

const refuse = (file: ExportFile, what: string): ConnectorError =>
  new ConnectorError("unexpected_response", `The file ${clean(file.name, 200)} ${what}`);

/** Reads every file by its content. One that cannot be read stops all: half an export is not an account. */
export function readFiles(files: readonly ExportFile[]): Exports {
  const accounts = new Map<string, AccountExport>();
  const cutPages: string[] = [];
  for (const file of files) {
    const content = checkedText(file);
    if (/^\s*[[{]/.test(content)) addDetails(accounts, file, content, cutPages);
    else addReport(accounts, file, content);
  }
  const sorted = [...accounts.values()].sort((a, b) => a.accountId.localeCompare(b.accountId));
  return { accounts: sorted, cutPages };
}

function checkedText(file: ExportFile): string {
  if (file.text.length > mostCharacters) {
    throw refuse(file, "is larger than 200 MB. Export one account at a time.");
  }
  const head = file.text.slice(0, 400);
  if (head.includes("\u0000") || /^(\ufffd\ufffd|\ufffe)/.test(head)) {
    throw refuse(
      file,
      "is UTF-16 or not text. Save it as UTF-8, for example with Out-File -Encoding utf8.",
    );
  }
  const content = file.text.replace(/^\ufeff/, "");
  if (content.trim() === "") throw refuse(file, "is empty.");
  return content;
}

function addDetails(
  accounts: Map<string, AccountExport>,
  file: ExportFile,
  content: string,
  cutPages: string[],
): void {
  const parsed = details.safeParse(parseJson(file, content));
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.map(String).join(".").slice(0, 120) ?? "";
    const where = at === "" ? "" : ` (${clean(at, 120)})`;
    throw refuse(file, `is not the output of aws iam get-account-authorization-details${where}.`);
  }
  const { UserDetailList, RoleDetailList, GroupDetailList, Policies, IsTruncated } = parsed.data;
  if (!UserDetailList && !RoleDetailList && !GroupDetailList && !Policies) {
    throw refuse(file, "is JSON, but not the output of aws iam get-account-authorization-details.");
  }
  if (IsTruncated) cutPages.push(clean(file.name, 200));
  for (const user of UserDetailList ?? []) at(accounts, user.Arn).users.set(user.UserId, user);
  for (const role of RoleDetailList ?? []) at(accounts, role.Arn).roles.set(role.RoleId, role);
  for (const group of GroupDetailList ?? []) at(accounts, group.Arn).groups.push(group);
  const holders = [...accounts.values()];
  for (const policy of Policies ?? []) {
    const account = accountOf(policy.Arn);
    const owners = account === undefined ? holders : [at(accounts, policy.Arn ?? "")];
    for (const owner of owners) owner.policies.push(policy);
  }
}

function parseJson(file: ExportFile, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    const whole = /[}\]]\s*$/.test(content);
    throw refuse(
      file,
      whole ? "is not valid JSON." : "ends in the middle: the JSON was cut. Export it again.",
    );
  }
}

function addReport(accounts: Map<string, AccountExport>, file: ExportFile, content: string): void {
  const rows = parseCredentialReport(content);
  if (rows === null) {
    const hint = /^[A-Za-z0-9+/=\s]+$/.test(content.slice(0, 400))
      ? " It looks like base64: decode it first."
      : "";
    throw refuse(
      file,
      `is neither authorization details (JSON) nor a credential report (CSV).${hint}`,
    );
  }
  for (const row of rows) {
    if (accountOf(row.arn) === undefined)
      throw refuse(file, "has a row without the ARN of a user.");
    const account = at(accounts, row.arn);
    account.report ??= new Map();
    account.report.set(row.arn, row);
  }
}

const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? "")?.[1];

function at(accounts: Map<string, AccountExport>, arn: string): AccountExport {
  const accountId = accountOf(arn) ?? "";
  const kept = accounts.get(accountId);
  if (kept) return kept;
  const made = {
    accountId,
    users: new Map(),
    roles: new Map(),
    groups: [],
    policies: [],
    report: null,
  };
  accounts.set(accountId, made);
  return made;
}
