import type { ActionManifest } from "../../contract";

const users = ["aws.iam_user", "aws.iam_user.person"];
const bedrock = ["aws.bedrock_api_key"];

/** AWS tells of a use within hours and keeps its time to 15 minutes. */
const keyRotation = {
  overlapHours: 72,
  parts: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
};
const serviceRotation = { overlapHours: 72, parts: ["SERVICE_USER_NAME", "SERVICE_PASSWORD"] };

const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "iam:GetUser",
        "iam:GetLoginProfile",
        "iam:ListAccessKeys",
        "iam:GetAccessKeyLastUsed",
        "iam:ListServiceSpecificCredentials",
        "iam:ListSSHPublicKeys",
        "iam:ListSigningCertificates",
        "iam:ListMFADevices",
        "iam:ListUserPolicies",
        "iam:ListAttachedUserPolicies",
        "iam:ListGroupsForUser",
        "iam:GetRole",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "secretsmanager:DescribeSecret",
      ],
      Resource: "*",
    },
    {
      Sid: "SwitchOffAndOn",
      Effect: "Allow",
      Action: [
        "iam:UpdateAccessKey",
        "iam:UpdateServiceSpecificCredential",
        "iam:UpdateSSHPublicKey",
        "iam:UpdateSigningCertificate",
        "secretsmanager:DeleteSecret",
        "secretsmanager:RestoreSecret",
      ],
      Resource: "*",
    },
    {
      Sid: "DenyAllAndNothingElse",
      Effect: "Allow",
      Action: ["iam:AttachUserPolicy", "iam:AttachRolePolicy"],
      Resource: "*",
      Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll" } },
    },
    {
      Sid: "Delete",
      Effect: "Allow",
      Action: [
        "iam:DeleteAccessKey",
        "iam:DeleteServiceSpecificCredential",
        "iam:DeleteSSHPublicKey",
        "iam:DeleteSigningCertificate",
        "iam:DeleteLoginProfile",
        "iam:DeactivateMFADevice",
        "iam:DeleteVirtualMFADevice",
        "iam:DeleteUserPolicy",
        "iam:DetachUserPolicy",
        "iam:RemoveUserFromGroup",
        "iam:DeleteUser",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:DeleteRole",
      ],
      Resource: "*",
    },
    {
      Sid: "Rotate",
      Effect: "Allow",
      Action: [
        "iam:CreateAccessKey",
        "iam:CreateServiceSpecificCredential",
        "secretsmanager:PutSecretValue",
      ],
      Resource: "*",
    },
    {
      Sid: "NeverReadOrDestroySecrets",
      Effect: "Deny",
      Action: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
      Resource: "*",
    },
    {
      Sid: "AlwaysWithAWayBack",
      Effect: "Deny",
      Action: "secretsmanager:DeleteSecret",
      Resource: "*",
      Condition: { Bool: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
    },
  ],
};

/** What Muster can take out of service in AWS, and the policy of the credential that does it. */
export const actionManifest: ActionManifest = {
  atOnce: 4,
  fields: [
    "authMode",
    "roleArn",
    "externalId",
    "accessKeyId",
    "secretAccessKey",
    "sessionToken",
    "memberRoleName",
  ],
  leastPrivilege: { format: "json", text: JSON.stringify(policy, null, 2) },
  targets: [
    {
      subject: "credential",
      kind: "access_key",
      details: users,
      watchDays: 14,
      rotation: keyRotation,
    },
    {
      subject: "credential",
      kind: "service_specific_credential",
      details: users,
      watchDays: 14,
      rotation: serviceRotation,
    },
    { subject: "credential", kind: "ssh_key", details: users, watchDays: 14 },
    { subject: "credential", kind: "certificate", details: users, watchDays: 14 },
    {
      subject: "identity",
      kind: "api_key",
      details: bedrock,
      watchDays: 14,
      rotation: serviceRotation,
    },
    {
      subject: "credential",
      kind: "api_key",
      details: bedrock,
      watchDays: 14,
      rotation: serviceRotation,
    },
    { subject: "identity", kind: "iam_user", details: users, watchDays: 30 },
    { subject: "identity", kind: "assumable_role", watchDays: 30 },
    // AWS itself deletes after 30 days; a day later it can be proved.
    { subject: "identity", kind: "stored_secret", details: ["aws.secret"], watchDays: 31 },
  ],
  destinations: [
    {
      kind: "secrets_manager",
      label: "AWS Secrets Manager",
      fields: [
        {
          name: "secretId",
          label: "ARN of the secret",
          help: "Its whole value is replaced by the parts as JSON, in a new version that programs read from then on. AWS keeps the version before.",
          required: true,
        },
      ],
    },
  ],
};
