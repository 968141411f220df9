import { z } from "zod";

const regions = z
  .array(
    z
      .string()
      .trim()
      .regex(/^[a-z]{2,8}(-[a-z]{1,12}){1,3}-\d{1,2}$/, "Not a region, such as eu-west-1"),
  )
  .default([]);
const accounts = z
  .array(
    z
      .string()
      .trim()
      .regex(/^\d{12}$/, "An account id has 12 digits"),
  )
  .default([]);
const optional = (text: z.ZodString | z.ZodURL) =>
  z.preprocess((value) => (value === "" ? undefined : value), text.optional());
/** Kept and shown as it is, so it must hold no secret. */
const endpoint = z.url({ protocol: /^https?$/ }).refine((value) => {
  if (!URL.canParse(value)) return false;
  const { username, password, search } = new URL(value);
  return username === "" && password === "" && search === "";
}, "Use an address without a user name, a password or a query");

/** How Muster signs in to AWS and what it covers. */
export const awsConfig = z
  .strictObject({
    authMode: z.enum(["access_key", "assume_role", "environment", "organization"]),
    accessKeyId: optional(z.string().trim().min(16).max(128)),
    secretAccessKey: optional(z.string().trim().min(16).max(200)),
    sessionToken: optional(z.string().trim().max(4096)),
    roleArn: optional(
      z
        .string()
        .trim()
        .regex(/^arn:[^:]+:iam::\d{12}:role\/.+/, "Not the ARN of a role"),
    ),
    externalId: optional(
      z
        .string()
        .trim()
        .regex(
          /^[\w+=,.@:/-]{2,1224}$/,
          "An external id has 2 to 1,224 of A-Z a-z 0-9 _ + = , . @ : / -",
        ),
    ),
    memberRoleName: z.string().trim().min(1).max(64).default("MusterInventory"),
    includeAccounts: accounts,
    excludeAccounts: accounts,
    /** Empty: every region that is enabled in each account. */
    regions,
    endpoint: optional(endpoint),
    collectSshKeys: z.boolean().default(true),
    includeSsoRoles: z.boolean().default(false),
  })
  .superRefine((config, context) => {
    const need = (field: "accessKeyId" | "secretAccessKey" | "roleArn", message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (config.authMode === "access_key" && !config.accessKeyId) {
      need("accessKeyId", "Enter the access key id");
    }
    if (config.accessKeyId && !config.secretAccessKey) {
      need("secretAccessKey", "Enter the secret access key");
    }
    if (config.authMode === "assume_role" && !config.roleArn) {
      need("roleArn", "Enter the ARN of the role");
    }
  });

export type AwsConfig = z.infer<typeof awsConfig>;
