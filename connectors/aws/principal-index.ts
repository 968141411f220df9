import type { EntityType, UserDetail } from "@aws-sdk/client-iam";
import type { PrivilegeLevel } from "@/lib/domain/identity/identity";
import { isSsoRole } from "../shared/aws-iam/classification";
import type { Access, PolicyBook } from "../shared/aws-iam/policy-book";
import type { Details } from "./details";

type Policies = Pick<
  UserDetail,
  "UserPolicyList" | "GroupList" | "AttachedManagedPolicies" | "PermissionsBoundary"
>;
type Level = Exclude<PrivilegeLevel, "unknown">;

/**
 * The users and roles of an account by name and ARN, for answers that do not give the id. It looks
 * on while the streams read them, so that nothing is asked twice.
 */
export class PrincipalIndex {
  readonly userIdByName = new Map<string, string>();
  readonly #arnByUserName = new Map<string, string>();
  readonly idByArn = new Map<string, string>();
  readonly #withSsoRoles: boolean;
  readonly #policies = new Map<string, Policies>();
  readonly #kept = new Map<string, Policies>();
  /** Where the reading of a kind stands: the marker that comes next, null when all were read. */
  readonly #reached = new Map<EntityType, string | null>();

  constructor(withSsoRoles: boolean) {
    this.#withSsoRoles = withSsoRoles;
  }

  get isComplete(): boolean {
    return this.#reached.get("User") === null && this.#reached.get("Role") === null;
  }

  arnByUserName(name: string): string | undefined {
    return this.#arnByUserName.get(name);
  }

  note(kinds: readonly EntityType[], marker: string | undefined, page: Details): void {
    const [kind] = kinds;
    if (kinds.length !== 1 || (kind !== "User" && kind !== "Role")) return;
    this.#noteUsers(page);
    this.#noteRoles(page);
    const follows = marker === undefined || this.#reached.get(kind) === marker;
    if (follows) this.#reached.set(kind, page.next ?? null);
  }

  #noteUsers({ answer }: Details): void {
    for (const user of answer.UserDetailList ?? []) {
      const { UserId, UserName, Arn } = user;
      if (!UserId || !UserName) continue;
      this.userIdByName.set(UserName, UserId);
      if (Arn) {
        this.idByArn.set(Arn, UserId);
        this.#arnByUserName.set(UserName, Arn);
      }
      this.#policies.set(UserName, this.#shared(user));
    }
  }

  /** Most users share their policies with many others: kept once. */
  #shared(user: UserDetail): Policies {
    const { UserPolicyList, GroupList, AttachedManagedPolicies, PermissionsBoundary } = user;
    const policies = { UserPolicyList, GroupList, AttachedManagedPolicies, PermissionsBoundary };
    const key = JSON.stringify(policies);
    const kept = this.#kept.get(key) ?? policies;
    this.#kept.set(key, kept);
    return kept;
  }

  #noteRoles({ answer }: Details): void {
    for (const role of answer.RoleDetailList ?? []) {
      const listed = this.#withSsoRoles || !isSsoRole(role.Path ?? "/");
      if (role.Arn && role.RoleId && listed) this.idByArn.set(role.Arn, role.RoleId);
    }
  }

  /** What the user may do in Bedrock, which is all that a Bedrock key can be used for; null: unreadable. */
  bedrockLevel(userName: string, book: PolicyBook): Level | null {
    const user = this.#policies.get(userName);
    return user === undefined ? null : bedrockLevel(book.ofUser(user));
  }
}

function bedrockLevel(access: Access): Level | null {
  if (access.privilege.state === "unreadable") return null;
  const levels = access.grants
    .filter((grant) => grant.service === "*" || grant.service.startsWith("bedrock"))
    .map((grant) => grant.level);
  if (levels.some((level) => level !== "read" && level !== "none")) return "write";
  return levels.length > 0 ? "read" : "none";
}
