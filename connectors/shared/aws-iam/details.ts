/** Account authorization details as the SDK and the CLI's JSON give them; dates in either form. */
export interface PolicyRef {
  PolicyName?: string;
  PolicyArn?: string;
}

export interface InlinePolicy {
  PolicyName?: string;
  PolicyDocument?: unknown;
}

export interface TagEntry {
  Key?: string;
  Value?: string;
}

interface PrincipalDetail {
  Path?: string;
  Arn?: string;
  CreateDate?: Date | string;
  AttachedManagedPolicies?: PolicyRef[];
  PermissionsBoundary?: { PermissionsBoundaryArn?: string };
  Tags?: TagEntry[];
}

export interface UserDetail extends PrincipalDetail {
  UserName?: string;
  UserId?: string;
  UserPolicyList?: InlinePolicy[];
  GroupList?: string[];
}

export interface RoleDetail extends PrincipalDetail {
  RoleName?: string;
  RoleId?: string;
  AssumeRolePolicyDocument?: unknown;
  RolePolicyList?: InlinePolicy[];
  InstanceProfileList?: { InstanceProfileName?: string }[];
  RoleLastUsed?: { LastUsedDate?: Date | string; Region?: string };
}

export interface GroupDetail {
  GroupName?: string;
  GroupPolicyList?: InlinePolicy[];
  AttachedManagedPolicies?: PolicyRef[];
}

export interface ManagedPolicyDetail {
  Arn?: string;
  PolicyName?: string;
  DefaultVersionId?: string;
  PolicyVersionList?: { VersionId?: string; IsDefaultVersion?: boolean; Document?: unknown }[];
}

/** What mapping must know beside the answer itself. */
export interface Reading {
  accountId: string;
  ownAccounts: ReadonlySet<string>;
  /** The call or file that the facts come from. */
  source: string;
  observedAt: Date;
}
