import type {
  GroupDetail,
  InlinePolicy,
  ManagedPolicyDetail,
  PolicyRef,
  UserDetail,
  RoleDetail,
} from "./details";
import { parsePolicy, type Statement } from "./documents";
import { effectiveAccess, type AttachedPolicy } from "./effective-access";
import { readOnlyPolicies } from "./escalation";
import { foldGrants } from "./grants";
import { judgePrivilege, type Privilege } from "./privilege";
import { clean } from "./text";

export interface Access {
  privilege: Privilege;
  grants: ReturnType<typeof foldGrants>;
}

/** Documents that AWS fixes by name, for answers that leave the AWS-managed ones out. */
const fixed: Record<string, Statement[] | null> = {
  AdministratorAccess: parsePolicy({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
  IAMFullAccess: parsePolicy({ Statement: { Effect: "Allow", Action: "iam:*", Resource: "*" } }),
  PowerUserAccess: parsePolicy({
    Statement: {
      Effect: "Allow",
      NotAction: ["iam:*", "organizations:*", "account:*"],
      Resource: "*",
    },
  }),
  AWSDenyAll: parsePolicy({ Statement: { Effect: "Deny", Action: "*", Resource: "*" } }),
};

/**
 * The managed policies and groups of one account, from which the access of any of its users and
 * roles follows. Identities that share all their policies are judged once.
 */
export class PolicyBook {
  readonly #managed = new Map<string, AttachedPolicy>();
  readonly #groups = new Map<string, { key: string; policies: AttachedPolicy[] }>();
  readonly #judged = new Map<string, Access>();

  constructor(policies: readonly ManagedPolicyDetail[], groups: readonly GroupDetail[]) {
    for (const policy of policies) {
      if (policy.Arn) this.#managed.set(policy.Arn, toManaged(policy.Arn, policy));
    }
    for (const group of groups) {
      if (!group.GroupName) continue;
      const prefix = `group ${group.GroupName}: `;
      const attached = (group.AttachedManagedPolicies ?? []).map((ref) => this.#managedBy(ref));
      const policies = [...attached, ...inline(group.GroupPolicyList)].map((policy) => ({
        ...policy,
        via: clean(prefix + policy.via, 480),
      }));
      this.#groups.set(group.GroupName, { key: group.GroupName, policies });
    }
  }

  ofUser(user: UserDetail): Access {
    const groups = (user.GroupList ?? []).map((name) => ({
      name,
      policies: this.#groups.get(name)?.policies ?? [{ via: `group ${name}`, statements: null }],
    }));
    const own = inline(user.UserPolicyList);
    const refs = user.AttachedManagedPolicies ?? [];
    const boundary = user.PermissionsBoundary?.PermissionsBoundaryArn;
    const all = [
      ...refs.map((ref) => this.#managedBy(ref)),
      ...groups.flatMap((one) => one.policies),
      ...own,
    ];
    const key =
      own.length > 0
        ? null
        : keyOf(
            refs,
            groups.map((one) => one.name),
            boundary,
          );
    return this.#judge(all, boundary, key, accountOf(user.Arn));
  }

  ofRole(role: RoleDetail): Access {
    const own = inline(role.RolePolicyList);
    const refs = role.AttachedManagedPolicies ?? [];
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    const key = own.length > 0 ? null : keyOf(refs, [], boundary);
    const policies = [...refs.map((ref) => this.#managedBy(ref)), ...own];
    return this.#judge(policies, boundary, key, accountOf(role.Arn));
  }

  #judge(
    policies: AttachedPolicy[],
    boundary: string | undefined,
    key: string | null,
    account: string | undefined,
  ): Access {
    const before = key === null ? undefined : this.#judged.get(key);
    if (before) return before;
    const limit = boundary === undefined ? null : this.#managedBy({ PolicyArn: boundary });
    const access = effectiveAccess(policies, limit, account);
    const judged = { privilege: judgePrivilege(access), grants: foldGrants(access.allowances) };
    if (key !== null) this.#judged.set(key, judged);
    return judged;
  }

  #managedBy(ref: PolicyRef): AttachedPolicy {
    const arn = ref.PolicyArn ?? "";
    return this.#managed.get(arn) ?? toManaged(arn, {});
  }
}

const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]+:iam::(\d{12}):/.exec(arn ?? "")?.[1];

const byText = (left: string, right: string): number => (left < right ? -1 : 1);
const keyOf = (refs: readonly PolicyRef[], groups: readonly string[], boundary?: string): string =>
  JSON.stringify([
    refs.map((ref) => ref.PolicyArn ?? "").sort(byText),
    [...groups].sort(byText),
    boundary,
  ]);

function toManaged(arn: string, policy: ManagedPolicyDetail): AttachedPolicy {
  const via = clean(/^arn:[^:]*:iam::aws:/.test(arn) ? (arn.split("/").at(-1) ?? arn) : arn, 480);
  const versions = policy.PolicyVersionList ?? [];
  const current =
    versions.find((version) => version.IsDefaultVersion === true) ??
    versions.find((version) => version.VersionId === policy.DefaultVersionId);
  const [, name = ""] = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const onlyReads = readOnlyPolicies.has(name);
  if (current) return { via, statements: parsePolicy(current.Document), onlyReads };
  const isAws = /^arn:[^:]*:iam::aws:policy\/[^/]+$/.test(arn);
  return { via, statements: isAws && Object.hasOwn(fixed, via) ? (fixed[via] ?? null) : null };
}

const inline = (policies: readonly InlinePolicy[] | undefined): AttachedPolicy[] =>
  (policies ?? []).map((policy) => ({
    via: clean(`inline ${policy.PolicyName ?? "policy"}`, 480),
    statements: parsePolicy(policy.PolicyDocument),
  }));
