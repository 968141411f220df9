import { AccessAnalyzerClient } from "@aws-sdk/client-accessanalyzer";
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  type EntityType,
} from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { PrivilegeLevel } from "@/lib/domain/identity/identity";
import type { ConnectorIo } from "../contract";
import { isSsoRole } from "../shared/aws-iam/classification";
import type { GroupDetail, ManagedPolicyDetail, Reading } from "../shared/aws-iam/details";
import { PolicyBook, type Access } from "../shared/aws-iam/policy-book";
import type { ReportReading } from "../shared/aws-iam/user-records";
import { clientOptions, homeRegion, type Credentials } from "./client-options";
import { call, everyPage, once, present } from "./call";
import type { AwsConfig } from "./config";
import { readReport } from "./report";

/** The users and roles of an account by name and ARN, for answers that do not give the id. */
interface PrincipalIndex {
  userIdByName: ReadonlyMap<string, string>;
  idByArn: ReadonlyMap<string, string>;
  bedrockByName: ReadonlyMap<string, Exclude<PrivilegeLevel, "unknown"> | null>;
}

/** One account: its clients, and what several streams need of it, loaded once. */
export interface AccountSession {
  accountId: string;
  partition: string;
  iam: IAMClient;
  secrets(region: string): SecretsManagerClient;
  analyzer(region: string): AccessAnalyzerClient;
  details(kinds: EntityType[], marker: string | undefined, most: number): Promise<Details>;
  book(): Promise<PolicyBook>;
  report(): Promise<ReportReading>;
  index(): Promise<PrincipalIndex>;
  reading(source: string): Reading;
}

export type Details = Awaited<ReturnType<typeof askDetails>>;

const detailsName = "iam:GetAccountAuthorizationDetails";

async function askDetails(
  iam: IAMClient,
  Filter: EntityType[],
  Marker: string | undefined,
  MaxItems: number,
) {
  const command = new GetAccountAuthorizationDetailsCommand({ Filter, Marker, MaxItems });
  const answer = await call(detailsName, () => iam.send(command));
  const next = answer.IsTruncated ? present(answer.Marker, detailsName) : undefined;
  return { answer, next };
}

export function openSession(of: {
  config: AwsConfig;
  io: ConnectorIo;
  accountId: string;
  partition: string;
  ownAccounts: ReadonlySet<string>;
  credentials: Credentials | undefined;
}): AccountSession {
  const { config, io, credentials } = of;
  const options = (service: string, region: string) =>
    clientOptions(config, io, service, region, credentials);
  const iam = new IAMClient(options("iam", homeRegion(config)));
  const details: AccountSession["details"] = (kinds, marker, most) =>
    askDetails(iam, kinds, marker, most);
  const book = once(() => loadBook(details));
  return {
    accountId: of.accountId,
    partition: of.partition,
    iam,
    secrets: (region) => new SecretsManagerClient(options("secretsmanager", region)),
    analyzer: (region) => new AccessAnalyzerClient(options("access-analyzer", region)),
    details,
    book,
    report: once(() => readReport(iam, io)),
    index: once(async () => loadIndex(details, await book(), config.includeSsoRoles)),
    reading: (source) => ({
      accountId: of.accountId,
      ownAccounts: of.ownAccounts,
      source,
      observedAt: io.now(),
    }),
  };
}

async function loadBook(details: AccountSession["details"]): Promise<PolicyBook> {
  const policies: ManagedPolicyDetail[] = [];
  const groups: GroupDetail[] = [];
  await everyPage(detailsName, async (marker) => {
    const page = await details(["Group", "LocalManagedPolicy", "AWSManagedPolicy"], marker, 200);
    policies.push(...(page.answer.Policies ?? []));
    groups.push(...(page.answer.GroupDetailList ?? []));
    return { items: [], next: page.next };
  });
  return new PolicyBook(policies, groups);
}

async function loadIndex(
  details: AccountSession["details"],
  book: PolicyBook,
  withSsoRoles: boolean,
): Promise<PrincipalIndex> {
  const userIdByName = new Map<string, string>();
  const idByArn = new Map<string, string>();
  const bedrockByName = new Map<string, Exclude<PrivilegeLevel, "unknown"> | null>();
  await everyPage(detailsName, async (marker) => {
    const page = await details(["User", "Role"], marker, 500);
    for (const user of page.answer.UserDetailList ?? []) {
      if (!user.UserId || !user.UserName) continue;
      userIdByName.set(user.UserName, user.UserId);
      bedrockByName.set(user.UserName, bedrockLevel(book.ofUser(user)));
      if (user.Arn) idByArn.set(user.Arn, user.UserId);
    }
    for (const role of page.answer.RoleDetailList ?? []) {
      const listed = withSsoRoles || !isSsoRole(role.Path ?? "/");
      if (role.Arn && role.RoleId && listed) idByArn.set(role.Arn, role.RoleId);
    }
    return { items: [], next: page.next };
  });
  return { userIdByName, idByArn, bedrockByName };
}

/** What the user may do in Bedrock, which is all that a Bedrock key can be used for; null: unreadable. */
function bedrockLevel(access: Access): Exclude<PrivilegeLevel, "unknown"> | null {
  if (access.privilege.state === "unreadable") return null;
  const levels = access.grants
    .filter((grant) => grant.service === "*" || grant.service.startsWith("bedrock"))
    .map((grant) => grant.level);
  if (levels.some((level) => level !== "read" && level !== "none")) return "write";
  return levels.length > 0 ? "read" : "none";
}
