import { AccessAnalyzerClient } from "@aws-sdk/client-accessanalyzer";
import { IAMClient, type EntityType } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ConnectorIo } from "../contract";
import type { GroupDetail, ManagedPolicyDetail, Reading } from "../shared/aws-iam/details";
import { PolicyBook } from "../shared/aws-iam/policy-book";
import type { ReportReading } from "../shared/aws-iam/user-records";
import { clientOptions, homeRegion, type Credentials } from "./client-options";
import { everyPage, once } from "./call";
import type { AwsConfig } from "./config";
import { Lanes } from "./lanes";
import { PrincipalIndex } from "./principal-index";
import { askDetails, detailsName, mostDetails, type Details } from "./details";
import { rememberedCreators, type Creators } from "./remembered-creators";
import { readRegions, type Regions } from "./regions";
import { readReport } from "./report";

/** One account: its clients, and what several streams need of it, loaded once. */
export interface AccountSession {
  accountId: string;
  partition: string;
  /** The account's address in the organisation, where that is what Muster reads. */
  email: string | undefined;
  /** Where IAM is asked, and the region that is read when no other is known. */
  homeRegion: string;
  io: ConnectorIo;
  iam: IAMClient;
  lanes: Lanes;
  /** What a client of another service of AWS gets; the region's default is where IAM lives. */
  options(service: string, region?: string): ReturnType<typeof clientOptions>;
  /** Where the services that answer by region are read. */
  regions(): Promise<Regions>;
  /** Where a service without an SDK here answers. */
  endpoint(service: string, region: string): string;
  secrets(region: string): SecretsManagerClient;
  analyzer(region: string): AccessAnalyzerClient;
  details(kinds: EntityType[], marker: string | undefined, most: number): Promise<Details>;
  book(): Promise<PolicyBook>;
  report(): Promise<ReportReading>;
  index(): Promise<PrincipalIndex>;
  /** Who created what, as far as CloudTrail has told until now. */
  creators(): Promise<Creators>;
  reading(source: string): Reading;
}

export function openSession(of: {
  config: AwsConfig;
  io: ConnectorIo;
  accountId: string;
  partition: string;
  email: string | undefined;
  ownAccounts: ReadonlySet<string>;
  credentials: Credentials | undefined;
}): AccountSession {
  const { config, io, credentials } = of;
  const options = (service: string, region = homeRegion(config)) =>
    clientOptions(config, io, service, region, credentials);
  const iam = new IAMClient(options("iam"));
  const index = new PrincipalIndex(config.includeSsoRoles);
  const details: AccountSession["details"] = async (kinds, marker, most) => {
    const page = await askDetails(iam, kinds, marker, most);
    index.note(kinds, marker, page);
    return page;
  };
  const book = once(() => loadBook(details));
  const session: AccountSession = {
    accountId: of.accountId,
    partition: of.partition,
    email: of.email,
    homeRegion: homeRegion(config),
    io,
    iam,
    lanes: new Lanes(io),
    options,
    endpoint: (service, region) => {
      const suffix = of.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
      return config.endpoint ?? `https://${service}.${region}.${suffix}`;
    },
    regions: once(() => readRegions(session, config.regions, session.homeRegion)),
    secrets: (region) => new SecretsManagerClient(options("secretsmanager", region)),
    analyzer: (region) => new AccessAnalyzerClient(options("access-analyzer", region)),
    details,
    book,
    report: once(() => readReport(iam, io)),
    index: once(async () => {
      if (!index.isComplete) await readAll(details);
      return index;
    }),
    creators: once(() => rememberedCreators(io, of.accountId)),
    reading: (source) => ({
      accountId: of.accountId,
      ownAccounts: of.ownAccounts,
      source,
      observedAt: io.now(),
    }),
  };
  return session;
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
