import { z } from "zod";
import { ConnectorError } from "../contract";
import { parseCredentialReport, type ReportRow } from "../shared/aws-iam/credential-report";
import { clean } from "../shared/aws-iam/text";
import type { ExportFile } from "./manifest";

const mostCharacters = 200 * 1024 * 1024;

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

/** The report as the API wraps it: base64, with the time it was made. */
const wrappedReport = z.object({
  Content: z.base64(),
  GeneratedTime: z.iso.datetime({ offset: true }).optional(),
});

export type Details = z.infer<typeof details>;

/** One file by its content. `at` is when it was made, or else uploaded; null where neither is known. */
export type ParsedFile = { name: string; at: Date | null } & (
  | { what: "details"; details: Details }
  | { what: "report"; rows: ReportRow[] }
);

/** The account that an ARN of IAM names. */
export const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? "")?.[1];

const refuse = (file: ExportFile, what: string): ConnectorError => {
  const name = clean(file.name, 200);
  return new ConnectorError("unexpected_response", `The file ${name} ${what}`, { file: name });
};

/** What a file is and holds; its content decides, not its name. Refuses what it cannot read, by name. */
export function parseFile(file: ExportFile): ParsedFile {
  const content = checkedText(file);
  const uploaded = file.at === undefined ? null : new Date(file.at);
  const name = clean(file.name, 200);
  if (!/^\s*[[{]/.test(content)) {
    return { what: "report", name, at: uploaded, rows: reportRows(file, content) };
  }
  const json = parseJson(file, content);
  const wrapped = wrappedReport.safeParse(json);
  if (!wrapped.success)
    return { what: "details", name, at: uploaded, details: detailsOf(file, json) };
  const { Content, GeneratedTime } = wrapped.data;
  const rows = reportRows(file, Buffer.from(Content, "base64").toString("utf8"));
  return { what: "report", name, at: GeneratedTime ? new Date(GeneratedTime) : uploaded, rows };
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

function detailsOf(file: ExportFile, json: unknown): Details {
  const parsed = details.safeParse(json);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.map(String).join(".").slice(0, 120) ?? "";
    const where = at === "" ? "" : ` (${clean(at, 120)})`;
    throw refuse(file, `is not the output of aws iam get-account-authorization-details${where}.`);
  }
  const { UserDetailList, RoleDetailList, GroupDetailList, Policies } = parsed.data;
  if (!UserDetailList && !RoleDetailList && !GroupDetailList && !Policies) {
    throw refuse(file, "is JSON, but not the output of aws iam get-account-authorization-details.");
  }
  return parsed.data;
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

function reportRows(file: ExportFile, content: string): ReportRow[] {
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
  if (rows.some((row) => accountOf(row.arn) === undefined)) {
    throw refuse(file, "has a row without the ARN of a user.");
  }
  return rows;
}
