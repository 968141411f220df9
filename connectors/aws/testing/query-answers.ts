import { Refusal, type Asked } from "./asked";
import * as stored from "./stored";
import * as world from "./world";

type Answer = (params: URLSearchParams, asked: Asked) => unknown;

/** A page over entries made on demand; the marker is the index of its first one. */
function page<T>(params: URLSearchParams, asked: Asked, total: number, make: (index: number) => T) {
  const from = Number(params.get("Marker") ?? 0);
  const most = Math.min(Number(params.get("MaxItems") ?? 100), asked.options.pageSize);
  const until = Math.min(total, from + most);
  const items = Array.from({ length: Math.max(0, until - from) }, (_none, at) => make(from + at));
  const isTruncated = until < total;
  return {
    items,
    rest: { IsTruncated: isTruncated, ...(isTruncated ? { Marker: String(until) } : {}) },
  };
}

const userOf = (params: URLSearchParams, { options }: Asked): number => {
  const index = world.userIndex(params.get("UserName") ?? "");
  if (index < 0 || index >= options.users) throw new Refusal(404, "NoSuchEntity", "No such user.");
  return index;
};

const oidcArn = (account: string): string =>
  `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const samlDates = { CreateDate: new Date(0), ValidUntil: new Date(Date.UTC(2028, 0, 1)) };
const samlArn = (account: string): string => `arn:aws:iam::${account}:saml-provider/company`;

function authorizationDetails(params: URLSearchParams, asked: Asked) {
  const filter = new Set(
    [...params].filter(([key]) => key.startsWith("Filter.member.")).map(([, kind]) => kind),
  );
  const { account, options } = asked;
  const roles = filter.has("Role") ? world.roles(account) : [];
  const users = filter.has("User") ? options.users : 0;
  const both = page(params, asked, users + roles.length, (index) => index);
  return {
    UserDetailList: both.items
      .filter((index) => index < users)
      .map((index) => world.userDetail(account, index)),
    RoleDetailList: both.items
      .filter((index) => index >= users)
      .map((index) => roles[index - users]),
    GroupDetailList: filter.has("Group") ? world.groups(account) : [],
    Policies: filter.has("LocalManagedPolicy") ? world.policies(account) : [],
    ...both.rest,
  };
}

function report(asked: Asked) {
  if (!asked.options.report) throw new Refusal(403, "AccessDenied", "No report.");
  return {
    Content: Buffer.from(world.credentialReport(asked.account, asked.options)),
    ReportFormat: "text/csv",
    GeneratedTime: new Date(),
  };
}

const whole = { IsTruncated: false };

const answers: Record<string, Answer> = {
  GetCallerIdentity: (_params, { account, isAssumed }) => ({
    Arn: isAssumed
      ? `arn:aws:sts::${account}:assumed-role/MusterInventory/muster-inventory`
      : `arn:aws:iam::${account}:user/service/${world.userName(0)}`,
    UserId: isAssumed ? "AROASTANDIN000000001:muster-inventory" : world.user(account, 0).UserId,
    Account: account,
  }),
  AssumeRole: (params, { options }) => {
    const account = /::(\d{12}):/.exec(params.get("RoleArn") ?? "")?.[1] ?? "";
    if (options.closedAccounts.includes(account))
      throw new Refusal(403, "AccessDenied", "Not allowed.");
    const Expiration = new Date(Date.now() + 3_600_000);
    return {
      Credentials: {
        AccessKeyId: ["ASIA", "STANDIN000000001"].join(""),
        SecretAccessKey: "stand-in-temporary",
        SessionToken: `account-${account}`,
        Expiration,
      },
      AssumedRoleUser: { AssumedRoleId: "AROASTANDIN:muster", Arn: params.get("RoleArn") },
    };
  },
  GetAccountSummary: (_params, { options }) => ({
    SummaryMap: new Map([
      ["Users", options.users],
      ["AccountAccessKeysPresent", 1],
      ["AccountMFAEnabled", 1],
    ]),
  }),
  ListAccountAliases: () => ({ AccountAliases: ["stand-in"], ...whole }),
  GenerateCredentialReport: (_params, asked) => {
    report({ ...asked, options: { ...asked.options, users: 1, keys: 1 } });
    return { State: "COMPLETE" };
  },
  GetCredentialReport: (_params, asked) => report(asked),
  GetAccountAuthorizationDetails: authorizationDetails,
  ListUsers: (params, asked) => {
    const { items, rest } = page(params, asked, asked.options.users, (index) =>
      world.user(asked.account, index),
    );
    return { Users: items, ...rest };
  },
  ListAccessKeys: (params, asked) => ({
    AccessKeyMetadata: world.accessKeys(asked.account, asked.options, userOf(params, asked)),
    ...whole,
  }),
  GetAccessKeyLastUsed: (params) => world.lastUsed(params.get("AccessKeyId") ?? ""),
  ListServiceSpecificCredentials: (params, asked) => {
    const all = world.serviceCredentials(asked.account, params.get("ServiceName") ?? "");
    const { items, rest } = page(params, asked, all.length, (index) => all[index]);
    return { ServiceSpecificCredentials: items, ...rest };
  },
  ListSSHPublicKeys: (params, asked) => {
    const index = userOf(params, asked);
    const SSHPublicKeyId = `APKASTAND${asked.account.slice(-3)}${index}`;
    const key = {
      UserName: world.userName(index),
      SSHPublicKeyId,
      Status: "Active",
      UploadDate: new Date(0),
    };
    return { SSHPublicKeys: index === 0 ? [key] : [], ...whole };
  },
  ListMFADevices: (params, asked) => {
    const index = userOf(params, asked);
    const UserName = world.userName(index);
    const device = { UserName, SerialNumber: `arn:aws:iam::${asked.account}:mfa/${UserName}` };
    return { MFADevices: index === 1 ? [{ ...device, EnableDate: new Date(0) }] : [], ...whole };
  },
  ListSigningCertificates: () => ({ Certificates: [], ...whole }),
  ListOpenIDConnectProviders: (_params, { account }) => ({
    OpenIDConnectProviderList: [{ Arn: oidcArn(account) }],
  }),
  GetOpenIDConnectProvider: () => ({
    Url: "token.actions.githubusercontent.com",
    ClientIDList: ["sts.amazonaws.com"],
    ThumbprintList: [],
    CreateDate: new Date(0),
    Tags: [],
  }),
  ListSAMLProviders: (_params, { account }) => ({
    SAMLProviderList: [{ Arn: samlArn(account), ...samlDates }],
  }),
  GetSAMLProvider: () => ({ ...samlDates, Tags: [] }),
  GetOutboundWebIdentityFederationInfo: (_params, { account, options }) => {
    if (options.outbound === "never")
      throw new Refusal(404, "FeatureDisabled", "Outbound federation is not enabled.");
    return {
      IssuerIdentifier: `https://stand-in-${account}.tokens.sts.global.api.aws`,
      JwtVendingEnabled: options.outbound === "on",
    };
  },
  ListDelegationRequests: (params, asked) => {
    const all = stored.delegationRequests(asked.account);
    const { items, rest } = page(params, asked, all.length, (index) => all[index]);
    const { IsTruncated: isTruncated, ...marker } = rest;
    return { DelegationRequests: items, isTruncated, ...marker };
  },
  ListServerCertificates: (params, asked) => {
    const all = stored.serverCertificates(asked.account);
    const { items, rest } = page(params, asked, all.length, (index) => all[index]);
    return { ServerCertificateMetadataList: items, ...rest };
  },
  GenerateServiceLastAccessedDetails: (params) => ({
    JobId: Buffer.from(params.get("Arn") ?? "").toString("base64url"),
  }),
  GetServiceLastAccessedDetails: () => ({
    JobStatus: "COMPLETED",
    JobType: "SERVICE_LEVEL",
    JobCreationDate: new Date(0),
    JobCompletionDate: new Date(0),
    ServicesLastAccessed: [
      {
        ServiceName: "Amazon Bedrock",
        ServiceNamespace: "bedrock",
        LastAuthenticated: new Date(Date.UTC(2026, 2, 1)),
        LastAuthenticatedRegion: "us-east-1",
        TotalAuthenticatedEntities: 1,
      },
      { ServiceName: "AWS CodeCommit", ServiceNamespace: "codecommit" },
    ],
    ...whole,
  }),
  DescribeRegions: (_params, { options }) => ({
    regionInfo: options.regions.map((regionName) => ({
      regionName,
      regionEndpoint: `ec2.${regionName}.amazonaws.com`,
      optInStatus: "opt-in-not-required",
    })),
  }),
  ListAttachedUserPolicies: () => {
    throw new Refusal(403, "AccessDenied", "Not part of the least privilege.");
  },
};

/** The result of one operation of IAM or STS. */
export function answerQuery(operation: string, params: URLSearchParams, asked: Asked): unknown {
  const answer = Object.hasOwn(answers, operation) ? answers[operation] : undefined;
  if (!answer) throw new Refusal(400, "InvalidAction", `The stand-in does not know ${operation}.`);
  return answer(params, asked);
}
