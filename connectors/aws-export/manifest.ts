import { z } from "zod";
import type { Manifest } from "../contract";
import { awsReportByHand } from "../shared/aws-iam/by-hand";

const described = {
  name: z.string().max(1000),
  /** What the sender takes it for; the content decides. */
  kind: z.enum(["authorization-details", "credential-report"]).optional(),
  /** When it was uploaded: the facts in it are no newer. */
  at: z.iso.datetime().optional(),
};
const exportFile = z.union([
  z.strictObject({ ...described, text: z.string() }),
  // A stored file: its content is read when its turn comes.
  z.strictObject({
    ...described,
    bytes: z.number().int().nonnegative(),
    sha256: z.string().max(64),
    read: z.custom<() => Promise<Uint8Array>>((value) => typeof value === "function"),
  }),
]);
export type ExportFile = z.infer<typeof exportFile>;

/** The uploaded files. */
export const exportConfig = z.strictObject({
  files: z.array(exportFile).min(1).max(200),
  includeSsoRoles: z.boolean().default(false),
});
export type ExportConfig = z.infer<typeof exportConfig>;

const commands = [
  "aws iam get-account-authorization-details --output json > authorization-details.json",
  "aws iam generate-credential-report",
  "aws iam get-credential-report --query Content --output text | base64 --decode > credential-report.csv",
  "",
  "Needs: iam:GetAccountAuthorizationDetails, iam:GenerateCredentialReport, iam:GetCredentialReport",
].join("\n");

export const manifest: Manifest<typeof exportConfig> = {
  id: "aws-export",
  name: "AWS export files",
  summary: "Reads IAM users, keys and roles from files that the AWS command line wrote.",
  docsPath: "docs/connectors/aws-export.md",
  config: exportConfig,
  fields: [
    {
      name: "files",
      label: "Files",
      help: "The JSON of get-account-authorization-details and the CSV of the credential report.",
      input: "file",
      required: true,
    },
    {
      name: "includeSsoRoles",
      label: "List roles of IAM Identity Center",
      help: "People use them, so they are left out unless wanted.",
      input: "switch",
      required: false,
    },
  ],
  secretFields: [],
  streams: [
    {
      name: "account",
      title: "Root user",
      permissions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport"],
    },
    {
      name: "users",
      title: "IAM users with their keys and effective privilege",
      permissions: ["iam:GetAccountAuthorizationDetails"],
    },
    {
      name: "roles",
      title: "Roles with their trust policies and effective privilege",
      permissions: ["iam:GetAccountAuthorizationDetails"],
    },
  ],
  leastPrivilege: { format: "text", text: commands },
  byHand: awsReportByHand,
  schedulable: false,
  describe: ({ files }) =>
    files.length === 1 ? `1 file: ${files[0]?.name.slice(0, 80)}` : `${files.length} files`,
};
