import { ListAnalyzersCommand, ListFindingsV2Command } from "@aws-sdk/client-accessanalyzer";
import * as iam from "@aws-sdk/client-iam";
import { GetResourcePolicyCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ConnectorError, type Verification } from "../contract";
import type { AwsAccess, Caller } from "./access";
import { isDenied, isGone } from "./aws-error";
import { call } from "./call";
import type { AccountSession } from "./session";
import { surfaces } from "./surfaces";

type Probe = (permission: string, ask: () => Promise<unknown>) => Promise<void>;

/** Who Muster is at AWS, and which permissions it lacks, by one cheap call for each. */
export async function verifyAccess(access: AwsAccess): Promise<Verification> {
  const caller = await access.caller();
  const accounts = await access.accounts();
  const refused = new Map<string, ConnectorError>();
  const warnings = ownWarnings(access, caller);
  const probe: Probe = async (permission, ask) => {
    try {
      await call(permission, ask);
    } catch (error) {
      if (isGone(error)) return;
      if (isDenied(error)) refused.set(permission, error);
      else if (isPassing(error))
        warnings.push(`${permission} could not be checked: ${error.message}`);
      else throw error;
    }
  };
  const first = accounts[0];
  if (first === undefined) warnings.push("No active account is selected, so nothing will be read.");
  else {
    const session = await access.session(first);
    await probeIam(session, probe);
    const region = access.config.regions[0] ?? "us-east-1";
    await probeRegion(session, region, probe);
    warnings.push(...(await broadRights(await access.session(caller.accountId), caller)));
  }
  const [id = ""] = caller.userId.split(":", 1);
  const isRoot = caller.arn.endsWith(":root");
  return {
    principal: caller.arn,
    scope: accounts.length === 1 ? `Account ${first}` : `${accounts.length} accounts`,
    missing: [...refused.keys()].map((permission) => ({
      permission,
      streams: streamsOf(permission, access),
    })),
    warnings,
    self: {
      externalId: isRoot ? caller.arn : id,
      name: caller.arn.split("/").slice(1, 2)[0] ?? caller.arn,
    },
  };
}

const isPassing = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && /^(unavailable|unexpected_response)$/.test(error.code);

const streamsOf = (permission: string, access: AwsAccess): string[] => {
  if (permission === "sts:AssumeRole") return surfaces.map((surface) => surface.name);
  return surfaces
    .filter((surface) => access.config.collectSshKeys || surface.name !== "ssh-keys")
    .filter((surface) => (surface.permissions as readonly string[]).includes(permission))
    .map((surface) => surface.name);
};

function ownWarnings({ config }: AwsAccess, caller: Caller): string[] {
  const warnings: string[] = [];
  if (caller.arn.endsWith(":root")) {
    warnings.push("This is the root user. Use a role with the least privilege shown here.");
  } else if (config.accessKeyId && /:user\//.test(caller.arn)) {
    warnings.push("A long-lived access key is stored for this source. A role needs none.");
  }
  return warnings;
}

async function probeIam(session: AccountSession, probe: Probe): Promise<void> {
  const client = session.iam;
  await probe("iam:GetAccountAuthorizationDetails", () => session.details(["User"], undefined, 1));
  await probe("iam:GetAccountSummary", () => client.send(new iam.GetAccountSummaryCommand({})));
  await probe("iam:ListAccountAliases", () => client.send(new iam.ListAccountAliasesCommand({})));
  await probe("iam:GenerateCredentialReport", () =>
    client.send(new iam.GenerateCredentialReportCommand({})),
  );
  await probe("iam:GetCredentialReport", () => client.send(new iam.GetCredentialReportCommand({})));
  await probe("iam:ListServiceSpecificCredentials", () =>
    client.send(
      new iam.ListServiceSpecificCredentialsCommand({
        AllUsers: true,
        ServiceName: "bedrock.amazonaws.com",
      }),
    ),
  );
  await probeUser(client, probe);
  await probeProviders(client, probe);
}

/** Some permissions show only on something that exists: the first user stands for all. */
async function probeUser(client: iam.IAMClient, probe: Probe): Promise<void> {
  let UserName: string | undefined;
  await probe("iam:ListUsers", async () => {
    UserName = (await client.send(new iam.ListUsersCommand({ MaxItems: 1 }))).Users?.[0]?.UserName;
  });
  if (UserName === undefined) return;
  let AccessKeyId: string | undefined;
  await probe("iam:ListAccessKeys", async () => {
    const answer = await client.send(new iam.ListAccessKeysCommand({ UserName, MaxItems: 1 }));
    AccessKeyId = answer.AccessKeyMetadata?.[0]?.AccessKeyId;
  });
  if (AccessKeyId !== undefined) {
    const command = new iam.GetAccessKeyLastUsedCommand({ AccessKeyId });
    await probe("iam:GetAccessKeyLastUsed", () => client.send(command));
  }
  await probe("iam:ListSSHPublicKeys", () =>
    client.send(new iam.ListSSHPublicKeysCommand({ UserName })),
  );
  await probe("iam:ListSigningCertificates", () =>
    client.send(new iam.ListSigningCertificatesCommand({ UserName })),
  );
}

async function probeProviders(client: iam.IAMClient, probe: Probe): Promise<void> {
  let oidc: string | undefined;
  let saml: string | undefined;
  await probe("iam:ListOpenIDConnectProviders", async () => {
    const answer = await client.send(new iam.ListOpenIDConnectProvidersCommand({}));
    oidc = answer.OpenIDConnectProviderList?.[0]?.Arn;
  });
  await probe("iam:ListSAMLProviders", async () => {
    saml = (await client.send(new iam.ListSAMLProvidersCommand({}))).SAMLProviderList?.[0]?.Arn;
  });
  const byOidc = new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: oidc });
  const bySaml = new iam.GetSAMLProviderCommand({ SAMLProviderArn: saml });
  if (oidc !== undefined) await probe("iam:GetOpenIDConnectProvider", () => client.send(byOidc));
  if (saml !== undefined) await probe("iam:GetSAMLProvider", () => client.send(bySaml));
}

async function probeRegion(session: AccountSession, region: string, probe: Probe): Promise<void> {
  const secrets = session.secrets(region);
  const analyzer = session.analyzer(region);
  let SecretId: string | undefined;
  let analyzerArn: string | undefined;
  await probe("secretsmanager:ListSecrets", async () => {
    SecretId = (await secrets.send(new ListSecretsCommand({ MaxResults: 1 }))).SecretList?.[0]?.ARN;
  });
  if (SecretId !== undefined) {
    const command = new GetResourcePolicyCommand({ SecretId });
    await probe("secretsmanager:GetResourcePolicy", () => secrets.send(command));
  }
  await probe("access-analyzer:ListAnalyzers", async () => {
    analyzerArn = (await analyzer.send(new ListAnalyzersCommand({}))).analyzers?.[0]?.arn;
  });
  if (analyzerArn !== undefined) {
    const command = new ListFindingsV2Command({ analyzerArn, maxResults: 1 });
    await probe("access-analyzer:ListFindings", () => analyzer.send(command));
  }
}

const broad =
  /^(AdministratorAccess|IAMFullAccess|PowerUserAccess|job-function\/SystemAdministrator)$/;

/** Being able to list one's own administrator policy is itself a sign of it; a refusal is the good case. */
async function broadRights(session: AccountSession, caller: Caller): Promise<string[]> {
  const [, kind, name = ""] =
    /:(user|assumed-role)\/(?:.*\/)?([^/]+?)(?:\/[^/]*)?$/.exec(caller.arn) ?? [];
  if (kind === undefined) return [];
  try {
    const attached =
      kind === "user"
        ? (await session.iam.send(new iam.ListAttachedUserPoliciesCommand({ UserName: name })))
            .AttachedPolicies
        : (await session.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: name })))
            .AttachedPolicies;
    const found = attached?.find((policy) => broad.test(policy.PolicyName ?? ""));
    return found
      ? [
          `Muster only reads, but its credential carries ${found.PolicyName}. Use the policy shown here.`,
        ]
      : [];
  } catch {
    return [];
  }
}
