import * as iam from "@aws-sdk/client-iam";
import type { Probe } from "./probe-region";
import type { AccountSession } from "./session";

/** One cheap call for each permission in IAM and CloudTrail. */
export async function probeIam(session: AccountSession, probe: Probe): Promise<void> {
  const client = session.iam;
  const one = { MaxItems: 1 };
  await Promise.all([
    probe("iam:GetAccountAuthorizationDetails", () => session.details(["User"], undefined, 1)),
    probe("iam:GetAccountSummary", () => client.send(new iam.GetAccountSummaryCommand({}))),
    probe("iam:ListAccountAliases", () => client.send(new iam.ListAccountAliasesCommand({}))),
    probe("iam:GetOutboundWebIdentityFederationInfo", () =>
      client.send(new iam.GetOutboundWebIdentityFederationInfoCommand({})),
    ),
    probe("iam:ListDelegationRequests", () =>
      client.send(new iam.ListDelegationRequestsCommand(one)),
    ),
    probe("iam:ListServerCertificates", () =>
      client.send(new iam.ListServerCertificatesCommand(one)),
    ),
    probe("iam:ListServiceSpecificCredentials", () =>
      client.send(
        new iam.ListServiceSpecificCredentialsCommand({
          AllUsers: true,
          ServiceName: "bedrock.amazonaws.com",
        }),
      ),
    ),
    probeReport(client, probe),
    probeUser(client, probe),
    probeProviders(client, probe),
    probeCloudTrail(session, probe),
  ]);
}

async function probeReport(client: iam.IAMClient, probe: Probe): Promise<void> {
  await probe("iam:GenerateCredentialReport", () =>
    client.send(new iam.GenerateCredentialReportCommand({})),
  );
  await probe("iam:GetCredentialReport", () => client.send(new iam.GetCredentialReportCommand({})));
}

async function probeCloudTrail(session: AccountSession, probe: Probe): Promise<void> {
  const { CloudTrailClient, LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const client = new CloudTrailClient(session.options("cloudtrail"));
  await probe("cloudtrail:LookupEvents", () =>
    client.send(new LookupEventsCommand({ MaxResults: 1 })),
  );
}

/** Some permissions show only on something that exists: the first user stands for all. */
async function probeUser(client: iam.IAMClient, probe: Probe): Promise<void> {
  const users: iam.User[] = [];
  await probe("iam:ListUsers", async () => {
    users.push(...((await client.send(new iam.ListUsersCommand({ MaxItems: 1 }))).Users ?? []));
  });
  const [user] = users;
  if (user?.UserName === undefined) return;
  const { UserName, Arn } = user;
  await Promise.all([
    probeKeys(client, UserName, probe),
    probe("iam:ListMFADevices", () => client.send(new iam.ListMFADevicesCommand({ UserName }))),
    probe("iam:ListSSHPublicKeys", () =>
      client.send(new iam.ListSSHPublicKeysCommand({ UserName })),
    ),
    probe("iam:ListSigningCertificates", () =>
      client.send(new iam.ListSigningCertificatesCommand({ UserName })),
    ),
    probeLastAccessed(client, Arn, probe),
  ]);
}

async function probeKeys(client: iam.IAMClient, UserName: string, probe: Probe): Promise<void> {
  const keys: (string | undefined)[] = [];
  await probe("iam:ListAccessKeys", async () => {
    const answer = await client.send(new iam.ListAccessKeysCommand({ UserName, MaxItems: 1 }));
    keys.push(answer.AccessKeyMetadata?.[0]?.AccessKeyId);
  });
  const [AccessKeyId] = keys;
  if (AccessKeyId === undefined) return;
  const command = new iam.GetAccessKeyLastUsedCommand({ AccessKeyId });
  await probe("iam:GetAccessKeyLastUsed", () => client.send(command));
}

async function probeLastAccessed(
  client: iam.IAMClient,
  Arn: string | undefined,
  probe: Probe,
): Promise<void> {
  const jobs: (string | undefined)[] = [];
  await probe("iam:GenerateServiceLastAccessedDetails", async () => {
    const command = new iam.GenerateServiceLastAccessedDetailsCommand({ Arn });
    jobs.push((await client.send(command)).JobId);
  });
  const [JobId] = jobs;
  if (JobId === undefined) return;
  const command = new iam.GetServiceLastAccessedDetailsCommand({ JobId });
  await probe("iam:GetServiceLastAccessedDetails", () => client.send(command));
}

async function probeProviders(client: iam.IAMClient, probe: Probe): Promise<void> {
  const found: { oidc?: string | undefined; saml?: string | undefined } = {};
  await probe("iam:ListOpenIDConnectProviders", async () => {
    const answer = await client.send(new iam.ListOpenIDConnectProvidersCommand({}));
    found.oidc = answer.OpenIDConnectProviderList?.[0]?.Arn;
  });
  await probe("iam:ListSAMLProviders", async () => {
    const answer = await client.send(new iam.ListSAMLProvidersCommand({}));
    found.saml = answer.SAMLProviderList?.[0]?.Arn;
  });
  const { oidc, saml } = found;
  if (oidc !== undefined) {
    const command = new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: oidc });
    await probe("iam:GetOpenIDConnectProvider", () => client.send(command));
  }
  if (saml !== undefined) {
    const command = new iam.GetSAMLProviderCommand({ SAMLProviderArn: saml });
    await probe("iam:GetSAMLProvider", () => client.send(command));
  }
}
