import type { ConfigField, Manifest } from "../contract";
import { awsByHand } from "../shared/aws-iam/by-hand";
import { actionManifest } from "./actions/manifest";
import { awsConfig } from "./config";
import { roleTemplates } from "./setup";
import { surfaces } from "./surfaces";

const withKey = { field: "authMode", is: ["access_key", "assume_role", "organization"] };
const withRole = { field: "authMode", is: ["assume_role", "organization"] };
const inOrganization = { field: "authMode", is: ["organization"] };

const signIn: ConfigField[] = [
  {
    name: "authMode",
    label: "How Muster signs in",
    help: "A role is safer than a key: nothing long-lived is stored.",
    input: "select",
    options: [
      { value: "assume_role", label: "Assume a role" },
      { value: "environment", label: "What the machine already has" },
      { value: "organization", label: "Every account of an organisation" },
      { value: "access_key", label: "Access key" },
    ],
    required: true,
  },
  {
    name: "roleArn",
    label: "Role ARN",
    help: "The role that Muster assumes. In an organisation: a role of the management account.",
    input: "text",
    placeholder: "arn:aws:iam::123456789012:role/MusterInventory",
    required: false,
    when: withRole,
  },
  {
    name: "externalId",
    label: "External id",
    help: "Made up by Muster for this source. The role's trust policy requires it as sts:ExternalId.",
    input: "generated",
    required: false,
    when: withRole,
  },
  {
    name: "accessKeyId",
    label: "Access key id",
    help: "Leave empty with a role to use what the machine already has.",
    input: "text",
    required: false,
    when: withKey,
  },
  {
    name: "secretAccessKey",
    label: "Secret access key",
    help: "Sealed at rest and never shown again.",
    input: "secret",
    required: false,
    when: withKey,
  },
  {
    name: "sessionToken",
    label: "Session token",
    help: "Only for temporary credentials.",
    input: "secret",
    required: false,
    when: withKey,
  },
];

const coverage: ConfigField[] = [
  {
    name: "memberRoleName",
    label: "Role name in the member accounts",
    help: "The same name in every account.",
    input: "text",
    placeholder: "MusterInventory",
    required: false,
    when: inOrganization,
  },
  {
    name: "includeAccounts",
    label: "Only these accounts",
    help: "Account ids. Empty means all active ones.",
    input: "list",
    required: false,
    when: inOrganization,
  },
  {
    name: "excludeAccounts",
    label: "Not these accounts",
    help: "Account ids.",
    input: "list",
    required: false,
    when: inOrganization,
  },
  {
    name: "regions",
    label: "Regions",
    help: "Where to read secrets, parameters, Roles Anywhere, EKS and Access Analyzer; empty means every enabled region. IAM is global.",
    input: "list",
    placeholder: "All enabled regions",
    required: false,
  },
  {
    name: "collectSshKeys",
    label: "Read SSH keys and signing certificates",
    help: "One or two calls for each user.",
    input: "switch",
    required: false,
    startsOn: true,
  },
  {
    name: "includeSsoRoles",
    label: "List roles of IAM Identity Center",
    help: "People use them, so they are left out unless wanted.",
    input: "switch",
    required: false,
  },
  {
    name: "endpoint",
    label: "Endpoint",
    help: "Only for servers that speak the AWS API without being AWS.",
    input: "text",
    required: false,
  },
];

const actions = [...new Set(surfaces.flatMap((surface): readonly string[] => surface.permissions))];

const policy = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Inventory", Effect: "Allow", Action: actions, Resource: "*" },
    {
      Sid: "OnlyInTheManagementAccount",
      Effect: "Allow",
      Action: ["organizations:ListAccounts", "sts:AssumeRole"],
      Resource: "*",
    },
    {
      Sid: "NeverReadSecrets",
      Effect: "Deny",
      Action: [
        "secretsmanager:GetSecretValue",
        "secretsmanager:BatchGetSecretValue",
        "ssm:GetParameter*",
        "kms:Decrypt",
      ],
      Resource: "*",
    },
  ],
};

export const manifest: Manifest<typeof awsConfig> = {
  id: "aws",
  name: "AWS",
  summary: "Reads IAM users, keys, roles and trust, federation, and the names of stored secrets.",
  docsPath: "docs/connectors/aws.md",
  config: awsConfig,
  fields: [...signIn, ...coverage],
  secretFields: ["secretAccessKey", "sessionToken"],
  addressFields: ["endpoint"],
  streams: surfaces,
  leastPrivilege: { format: "json", text: JSON.stringify(policy, null, 2) },
  setup: roleTemplates(policy, withRole),
  actions: actionManifest,
  byHand: awsByHand,
  schedulable: true,
  describe: (config) => {
    const account = /::(\d{12}):/.exec(config.roleArn ?? "")?.[1];
    const where = config.endpoint ? ` at ${new URL(config.endpoint).host}` : "";
    if (config.authMode === "organization") return `All accounts of an organisation${where}`;
    return account ? `Account ${account}${where}` : `AWS account${where}`;
  },
};
