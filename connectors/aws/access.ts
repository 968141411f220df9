import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ConnectorError, type ConnectorIo, type Gap } from "../contract";
import { isDenied } from "./aws-error";
import { call, once, present } from "./call";
import { clientOptions, homeRegion, type Credentials, type Keys } from "./client-options";
import type { AwsConfig } from "./config";
import { forgetLeft, leftAccounts, readOrganization, type Organization } from "./organization";
import { openSession, type AccountSession } from "./session";

export interface Caller {
  accountId: string;
  arn: string;
  userId: string;
  partition: string;
}

export interface AwsAccess {
  config: AwsConfig;
  io: ConnectorIo;
  caller(): Promise<Caller>;
  /** Whose stored access key it is that assumes the role; null where no key is stored for that. */
  keyHolder(): Promise<Caller | null>;
  /** The accounts that the source covers, sorted. */
  accounts(): Promise<string[]>;
  /** Accounts that earlier runs read and this one cannot. */
  left(): Promise<Gap[]>;
  /** Once a run has told of them to its end, the next one lets go of what they held. */
  letGo(): Promise<void>;
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
  const isOrganization = config.authMode === "organization";
  const organization = once(async (): Promise<Organization> => {
    if (!isOrganization) {
      const own = { id: (await caller()).accountId, email: undefined };
      return { active: [own], inactive: new Map() };
    }
    const options = clientOptions(config, io, "organizations", region, base);
    return readOrganization(config, new OrganizationsClient(options));
  });
  const accounts = async () => (await organization()).active.map((account) => account.id);
  const sessions = new Map<string, AccountSession>();
  return {
    config,
    io,
    caller,
    keyHolder: async () => (own && own !== base ? askCaller(config, io, own) : null),
    accounts,
    left: once(async () => (isOrganization ? leftAccounts(await organization(), config, io) : [])),
    letGo: async () => {
      if (isOrganization) await forgetLeft(io, await organization());
    },
    session: async (accountId) => {
      const kept = sessions.get(accountId);
      if (kept) return kept;
      const { partition, accountId: home } = await caller();
      const role = `arn:${partition}:iam::${accountId}:role/${config.memberRoleName}`;
      const credentials = accountId === home ? base : assume(base, role);
      const ownAccounts = new Set(await accounts());
      const { active } = await organization();
      const email = active.find((account) => account.id === accountId)?.email;
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
