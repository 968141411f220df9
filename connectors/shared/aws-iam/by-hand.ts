import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";

const report =
  "Report it here with what you did. The next complete sync, or the next export, proves it.";
const watch =
  "Leave it like that for two weeks. If something fails, run the same command with `--status Active`.";

const userCredential = (
  kind: string,
  name: string,
  option: string,
  also?: string,
): ManualSteps => ({
  subject: "credential",
  kind,
  steps: [
    ...(also ? [also] : []),
    `Switch it off: \`aws iam update-${name} --user-name {holder:sh} --${option} {id:sh} --status Inactive\``,
    watch,
    `Delete it: \`aws iam delete-${name} --user-name {holder:sh} --${option} {id:sh}\``,
    report,
  ],
});

const bedrockKey = (subject: "identity" | "credential"): ManualSteps => ({
  subject,
  kind: "api_key",
  steps: [
    "Open IAM, Users, the user that {name} belongs to, Security credentials, API keys for Amazon Bedrock.",
    "Choose Deactivate. Models answer it no more, and Activate brings it back.",
    "After two weeks in which nothing failed, choose Delete on the same page.",
    report,
  ],
});

const denyAll = "--policy-arn arn:aws:iam::aws:policy/AWSDenyAll";

/** Taking things of an AWS account out of service without a write credential. */
export const awsByHand: readonly ManualSteps[] = [
  userCredential(
    "access_key",
    "access-key",
    "access-key-id",
    "See when it was last used: `aws iam get-access-key-last-used --access-key-id {id:sh}`",
  ),
  userCredential("ssh_key", "ssh-public-key", "ssh-public-key-id"),
  userCredential("certificate", "signing-certificate", "certificate-id"),
  userCredential(
    "service_specific_credential",
    "service-specific-credential",
    "service-specific-credential-id",
  ),
  bedrockKey("identity"),
  bedrockKey("credential"),
  {
    subject: "credential",
    kind: "password",
    steps: [
      "Take the console password away: `aws iam delete-login-profile --user-name {holder:sh}`",
      "Open sessions of the console end within twelve hours.",
      report,
    ],
  },
  {
    subject: "identity",
    kind: "iam_user",
    steps: [
      `Deny it everything: \`aws iam attach-user-policy --user-name {name:sh} ${denyAll}\``,
      "Switch each of its access keys off: `aws iam list-access-keys --user-name {name:sh}`, then `aws iam update-access-key --user-name {name:sh} --access-key-id KEY --status Inactive`",
      "Leave it like that for a month. Taking the policy off again brings it back.",
      "Delete it in the console (IAM, Users, {name}, Delete): that also removes its keys, policies and memberships.",
      report,
    ],
  },
  {
    subject: "identity",
    kind: "assumable_role",
    steps: [
      "See who used it: `aws iam get-role --role-name {name:sh} --query Role.RoleLastUsed`",
      `Deny it everything: \`aws iam attach-role-policy --role-name {name:sh} ${denyAll}\``,
      "Leave it like that for a month. Taking the policy off again brings it back.",
      "Delete it in the console (IAM, Roles, {name}, Delete): that also removes its policies and instance profiles.",
      report,
    ],
  },
  {
    subject: "identity",
    kind: "stored_secret",
    details: ["aws.secret"],
    steps: [
      "Delete it with the longest time for changing your mind: `aws secretsmanager delete-secret --secret-id {id:sh} --recovery-window-in-days 30`",
      "If something fails within those days: `aws secretsmanager restore-secret --secret-id {id:sh}`",
      report,
    ],
  },
  {
    subject: "identity",
    kind: "stored_secret",
    details: ["aws.ssm_parameter"],
    steps: [
      "A deleted parameter cannot be restored. Ask its owner who reads it.",
      "Delete it: `aws ssm delete-parameter --name {name:sh}`",
      report,
    ],
  },
  {
    subject: "identity",
    kind: "federation_provider",
    details: ["aws.oidc_provider", "aws.saml_provider"],
    steps: [
      "Find the roles that trust it: search for {name} in Muster, or for its ARN in the trust policies.",
      "Change or delete those roles first: once the provider is gone nobody can assume them through it.",
      "Delete it in the console (IAM, Identity providers, {name}, Delete).",
      report,
    ],
  },
];

/** The credential report numbers a user's access keys and does not tell their ids. */
export const awsReportByHand: readonly ManualSteps[] = [
  {
    subject: "credential",
    kind: "access_key",
    steps: [
      "Find its id by its date: `aws iam list-access-keys --user-name {holder:sh}`",
      "Switch it off: `aws iam update-access-key --user-name {holder:sh} --access-key-id KEY --status Inactive`",
      watch,
      "Delete it: `aws iam delete-access-key --user-name {holder:sh} --access-key-id KEY`",
      report,
    ],
  },
  ...awsByHand,
];
