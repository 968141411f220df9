import { AccessAnalyzerClient } from "@aws-sdk/client-accessanalyzer";
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  type EntityType,
} from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ConnectorIo } from "../contract";
import type { GroupDetail, ManagedPolicyDetail, Reading } from "../shared/aws-iam/details";
import { PolicyBook } from "../shared/aws-iam/policy-book";
import type { ReportReading } from "../shared/aws-iam/user-records";
import { clientOptions, homeRegion, type Credentials } from "./client-options";
import { call, everyPage, once, present } from "./call";
import type { AwsConfig } from "./config";
import { Lanes } from "./lanes";
import { PrincipalIndex } from "./principal-index";
import { readReport } from "./report";

/** One account: its clients, and what several streams need of it, loaded once. */
export interface AccountSession {
  accountId: string;
  partition: string;
  iam: IAMClient;
  lanes: Lanes;
  secrets(region: string): SecretsManagerClient;
  analyzer(region: string): AccessAnalyzerClient;
  details(kinds: EntityType[], marker: string | undefined, most: number): Promise<Details>;
  book(): Promise<PolicyBook>;
  report(): Promise<ReportReading>;
  index(): Promise<PrincipalIndex>;
  reading(source: string): Reading;
}

export type Details = Awaited<ReturnType<typeof askDetails>>;

/** Users are small; a thousand roles with their policies can pass the limit on an answer's size. */
export const mostDetails = { User: 1000, Role: 300 } as const;

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
  const index = new PrincipalIndex(config.includeSsoRoles);
  const details: AccountSession["details"] = async (kinds, marker, most) => {
    const page = await askDetails(iam, kinds, marker, most);
    index.note(kinds, marker, page);
    return page;
  };
  const book = once(() => loadBook(details));
  return {
    accountId: of.accountId,
    partition: of.partition,
    iam,
    lanes: new Lanes(io),
    secrets: (region) => new SecretsManagerClient(options("secretsmanager", region)),
    analyzer: (region) => new AccessAnalyzerClient(options("access-analyzer", region)),
    details,
    book,
    report: once(() => readReport(iam, io)),
    index: once(async () => {
      if (!index.isComplete) await readAll(details);
      return index;
    }),
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

/** For a run that began after its users and roles were read; the index looks on. */
async function readAll(details: AccountSession["details"]): Promise<void> {
  for (const kind of ["User", "Role"] as const) {
    await everyPage(detailsName, async (marker) => {
      const page = await details([kind], marker, mostDetails[kind]);
      return { items: [], next: page.next };
    });
  }
}
