import { ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ConnectorError, type ConnectorIo } from "../contract";
import { isDenied } from "./aws-error";
import { call, everyPage, listed, once, present } from "./call";
import { clientOptions, homeRegion, type Credentials, type Keys } from "./client-options";
import type { AwsConfig } from "./config";
import { openSession, type AccountSession } from "./session";

export interface Caller {
  accountId: string;
  arn: string;
  userId: string;
  partition: string;
}

interface Account {
  id: string;
  email: string | undefined;
}

export interface AwsAccess {
  config: AwsConfig;
  io: ConnectorIo;
  caller(): Promise<Caller>;
  /** The accounts that the source covers, sorted. */
  accounts(): Promise<string[]>;
  session(accountId: string): Promise<AccountSession>;
}

/** Opens the way into AWS; nothing is asked before the first use. */
export function openAccess(config: AwsConfig, io: ConnectorIo): AwsAccess {
  const region = homeRegion(config);
  const own: Keys | undefined = config.accessKeyId
    ? {
        accessKeyId: config.accessKeyId,
        secretAccessKey: config.secretAccessKey ?? "",
        ...(config.sessionToken ? { sessionToken: config.sessionToken } : {}),
      }
    : undefined;
  const assume = (from: Credentials | undefined, roleArn: string) => async (): Promise<Keys> => {
    const sts = new STSClient(clientOptions(config, io, "sts", region, from));
    const answer = await call("sts:AssumeRole", () =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: "muster-inventory",
          DurationSeconds: 3600,
          ...(config.externalId ? { ExternalId: config.externalId } : {}),
        }),
      ),
    );
    const given = present(answer.Credentials, "sts:AssumeRole");
    return {
      accessKeyId: present(given.AccessKeyId, "sts:AssumeRole"),
      secretAccessKey: present(given.SecretAccessKey, "sts:AssumeRole"),
      ...(given.SessionToken ? { sessionToken: given.SessionToken } : {}),
      ...(given.Expiration ? { expiration: given.Expiration } : {}),
    };
  };
  const base: Credentials | undefined =
    config.roleArn && config.authMode !== "access_key" && config.authMode !== "environment"
      ? refusingClearly(assume(own, config.roleArn), config.roleArn)
      : own;

  const caller = once(() => askCaller(config, io, base));
  const listing = once(async (): Promise<Account[]> =>
    config.authMode === "organization"
      ? listAccounts(config, io, base)
      : [{ id: (await caller()).accountId, email: undefined }],
  );
  const accounts = async () => (await listing()).map((account) => account.id);
  const sessions = new Map<string, AccountSession>();
  return {
    config,
    io,
    caller,
    accounts,
    session: async (accountId) => {
      const kept = sessions.get(accountId);
      if (kept) return kept;
      const { partition, accountId: home } = await caller();
      const role = `arn:${partition}:iam::${accountId}:role/${config.memberRoleName}`;
      const credentials = accountId === home ? base : assume(base, role);
      const ownAccounts = new Set(await accounts());
      const email = (await listing()).find((account) => account.id === accountId)?.email;
      const of = { config, io, accountId, partition, email, ownAccounts, credentials };
      const session = openSession(of);
      sessions.set(accountId, session);
      return session;
    },
  };
}

/** The one role through which everything goes: without it nothing works, so the source stops. */
const refusingClearly = (assume: () => Promise<Keys>, roleArn: string) => async () => {
  try {
    return await assume();
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new ConnectorError(
      "unauthorized",
      `AWS refuses to let Muster assume ${roleArn}: check its trust policy and the external id.`,
    );
  }
};

async function askCaller(config: AwsConfig, io: ConnectorIo, base?: Credentials): Promise<Caller> {
  const name = "sts:GetCallerIdentity";
  const sts = new STSClient(clientOptions(config, io, "sts", homeRegion(config), base));
  const answer = await call(name, () => sts.send(new GetCallerIdentityCommand({})));
  const arn = present(answer.Arn, name);
  return {
    arn,
    accountId: present(answer.Account, name),
    userId: present(answer.UserId, name),
    partition: /^arn:([^:]+):/.exec(arn)?.[1] ?? "aws",
  };
}

async function listAccounts(
  config: AwsConfig,
  io: ConnectorIo,
  base?: Credentials,
): Promise<Account[]> {
  const name = "organizations:ListAccounts";
  const client = new OrganizationsClient(
    clientOptions(config, io, "organizations", homeRegion(config), base),
  );
  const all = await everyPage(name, async (NextToken) => {
    const answer = await call(name, () => client.send(new ListAccountsCommand({ NextToken })));
    return { items: listed(answer.Accounts, name), next: answer.NextToken };
  });
  return all
    .filter((account) => (account.State ?? account.Status ?? "ACTIVE") === "ACTIVE")
    .flatMap(({ Id, Email }) => (Id ? [{ id: Id, email: Email }] : []))
    .filter(({ id }) => config.includeAccounts.length === 0 || config.includeAccounts.includes(id))
    .filter(({ id }) => !config.excludeAccounts.includes(id))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}
