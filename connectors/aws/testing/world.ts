/** Ids of the stand-in's world; the letters keep them apart from anything live. */
const padded = (prefix: string, index: number, account: string): string =>
  `${prefix}STAND${account.slice(-3)}${index.toString(36).toUpperCase().padStart(9, "0")}`;

const made = (index: number): Date => new Date(Date.UTC(2023, 0, 1) + (index % 900) * 86_400_000);

const json = (document: unknown): string => encodeURIComponent(JSON.stringify(document));
const allow = (
  Action: string | string[],
  Resource: string | string[] = "*",
  Condition?: unknown,
) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const policy = (...Statement: unknown[]): string => json({ Version: "2012-10-17", Statement });
const trust = (Principal: unknown, Condition?: unknown, Action = "sts:AssumeRole"): string =>
  json({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action, ...(Condition ? { Condition } : {}) }],
  });

export interface WorldSize {
  users: number;
  keys: number;
}

/** Number of access keys of a user, so that all of them together have `keys`. */
export const keyCount = (size: WorldSize, index: number): number =>
  Math.floor(((index + 1) * size.keys) / size.users) - Math.floor((index * size.keys) / size.users);

export const userName = (index: number): string => `svc-app-${String(index).padStart(6, "0")}`;
export const userIndex = (name: string): number => Number(/^svc-app-(\d+)$/.exec(name)?.[1] ?? -1);
export const userArn = (account: string, index: number): string =>
  `arn:aws:iam::${account}:user/service/${userName(index)}`;

export const user = (account: string, index: number) => ({
  Path: "/service/",
  UserName: userName(index),
  UserId: padded("AIDA", index, account),
  Arn: userArn(account, index),
  CreateDate: made(index),
});

export const userDetail = (account: string, index: number) => ({
  ...user(account, index),
  UserPolicyList:
    index % 10 === 3
      ? [
          {
            PolicyName: "own",
            PolicyDocument: policy(allow("s3:PutObject", "arn:aws:s3:::example-bucket/*")),
          },
        ]
      : [],
  GroupList: index % 3 === 0 ? ["deployers"] : [],
  AttachedManagedPolicies:
    index % 50 === 1
      ? [
          {
            PolicyName: "AdministratorAccess",
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        ]
      : [{ PolicyName: "reader", PolicyArn: `arn:aws:iam::${account}:policy/reader` }],
  Tags: index % 4 === 0 ? [{ Key: "Owner", Value: `team-${index % 20}@example.com` }] : [],
});

export const accessKeys = (account: string, size: WorldSize, index: number) =>
  Array.from({ length: keyCount(size, index) }, (_none, slot) => ({
    UserName: userName(index),
    AccessKeyId: padded(slot === 0 ? "AKIA" : "AKIB", index, account),
    Status: slot === 0 ? "Active" : "Inactive",
    CreateDate: new Date(made(index).getTime() + slot * 3_600_000),
  }));

/** Every fifth key was never used. */
export const lastUsed = (keyId: string) => {
  const index = Number.parseInt(keyId.slice(-9), 36);
  return {
    UserName: userName(index),
    AccessKeyLastUsed:
      index % 5 === 4
        ? { ServiceName: "N/A", Region: "N/A" }
        : {
            LastUsedDate: new Date(made(index).getTime() + 40 * 86_400_000),
            ServiceName: "s3",
            Region: "us-east-1",
          },
  };
};

export const groups = (account: string) => [
  {
    Path: "/",
    GroupName: "deployers",
    GroupId: padded("AGPA", 1, account),
    Arn: `arn:aws:iam::${account}:group/deployers`,
    CreateDate: made(1),
    GroupPolicyList: [
      {
        PolicyName: "deploy",
        PolicyDocument: policy(allow(["lambda:UpdateFunctionCode", "bedrock:InvokeModel"])),
      },
    ],
    AttachedManagedPolicies: [],
  },
];

const managed = (Arn: string, document: string, account: string) => ({
  PolicyName: Arn.split("/").at(-1),
  PolicyId: padded("ANPA", Arn.length, account),
  Arn,
  DefaultVersionId: "v1",
  PolicyVersionList: [
    { Document: document, VersionId: "v1", IsDefaultVersion: true, CreateDate: made(1) },
  ],
});

export const policies = (account: string) => [
  managed(`arn:aws:iam::${account}:policy/reader`, policy(allow(["s3:Get*", "s3:List*"])), account),
  managed("arn:aws:iam::aws:policy/AdministratorAccess", policy(allow("*")), account),
];

const github = "token.actions.githubusercontent.com";

export const roles = (account: string) => {
  const oidc = { Federated: `arn:aws:iam::${account}:oidc-provider/${github}` };
  const subject = (sub: string) => ({
    StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${github}:sub`]: sub },
  });
  const list: [string, string, string][] = [
    ["/", "lambda-worker", trust({ Service: "lambda.amazonaws.com" })],
    [
      "/",
      "github-deploy",
      trust(oidc, subject("repo:example/site:*"), "sts:AssumeRoleWithWebIdentity"),
    ],
    ["/", "github-open", trust(oidc, subject("repo:*"), "sts:AssumeRoleWithWebIdentity")],
    [
      "/",
      "vendor",
      trust(
        { AWS: "arn:aws:iam::444455556666:root" },
        { StringEquals: { "sts:ExternalId": "vendor-shared-value" } },
      ),
    ],
    ["/", "open-to-all", trust("*")],
    ["/", "orphan", trust({ AWS: "AIDASTANDINDELETED01" })],
    [
      "/aws-service-role/ecs.amazonaws.com/",
      "AWSServiceRoleForECS",
      trust({ Service: "ecs.amazonaws.com" }),
    ],
    [
      "/aws-reserved/sso.amazonaws.com/",
      "AWSReservedSSO_Admin_0123",
      trust({ Federated: `arn:aws:iam::${account}:saml-provider/sso` }),
    ],
  ];
  return list.map(([Path, RoleName, AssumeRolePolicyDocument], index) => ({
    Path,
    RoleName,
    RoleId: padded("AROA", index, account),
    Arn: `arn:aws:iam::${account}:role${Path}${RoleName}`,
    CreateDate: made(index),
    AssumeRolePolicyDocument,
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [
      { PolicyName: "reader", PolicyArn: `arn:aws:iam::${account}:policy/reader` },
    ],
    Tags: [{ Key: "aws:cloudformation:stack-name", Value: "platform" }],
    RoleLastUsed: index === 0 ? { LastUsedDate: made(400), Region: "us-east-1" } : {},
  }));
};

export const serviceCredentials = (account: string, service: string) =>
  service === "bedrock.amazonaws.com" || service === "codecommit.amazonaws.com"
    ? [0, 1].map((index) => ({
        UserName: userName(index),
        ServiceSpecificCredentialId: padded(
          service.startsWith("bedrock") ? "ACCA" : "ACCB",
          index,
          account,
        ),
        ServiceName: service,
        ServiceUserName: `${userName(index)}-at-${account}`,
        Status: index === 0 ? "Active" : "Inactive",
        CreateDate: made(index),
        ...(index === 0 ? {} : { ExpirationDate: new Date(Date.UTC(2027, 0, 1)) }),
      }))
    : [];

export const secrets = (account: string, region: string) =>
  ["prod/openai", "prod/database", "old/token"].map((Name, index) => ({
    ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${Name}-AbCdEf`,
    Name,
    RotationEnabled: index === 1,
    CreatedDate: made(index).getTime() / 1000,
    LastChangedDate: made(index === 0 ? index : 550).getTime() / 1000,
    ...(index === 1 ? { LastRotatedDate: made(500).getTime() / 1000 } : {}),
    ...(index === 2
      ? { DeletedDate: made(800).getTime() / 1000 }
      : { LastAccessedDate: made(600).getTime() / 1000 }),
    Tags: [{ Key: "team", Value: "platform" }],
  }));

/** The report as AWS writes it, one line a user and one for the root user. */
export function credentialReport(account: string, size: WorldSize): string {
  const header =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
  const noKey = "false,N/A,N/A,N/A,N/A";
  const root = `<root_account>,arn:aws:iam::${account}:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T00:00:00+00:00,not_supported,not_supported,true,true,2021-01-01T00:00:00+00:00,N/A,N/A,N/A,${noKey},false,N/A,false,N/A`;
  const lines = Array.from({ length: size.users }, (_none, index) => {
    const slots = accessKeys(account, size, index).map((key) => {
      const used = lastUsed(key.AccessKeyId).AccessKeyLastUsed;
      const date = used.LastUsedDate?.toISOString().replace(".000Z", "+00:00") ?? "N/A";
      const rotated = key.CreateDate.toISOString().replace(".000Z", "+00:00");
      return `${key.Status === "Active"},${rotated},${date},${used.Region},${used.ServiceName}`;
    });
    const both = [slots[0] ?? noKey, slots[1] ?? noKey].join(",");
    return `${userName(index)},${userArn(account, index)},${made(index).toISOString()},false,N/A,N/A,N/A,false,${both},false,N/A,false,N/A`;
  });
  return [header, root, ...lines].join("\n");
}
