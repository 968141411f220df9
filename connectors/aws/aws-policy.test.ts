import * as iam from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Gap } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import { isMotoInstalled, startMoto, type Moto } from "./testing/moto";

interface Policy {
  Statement: { Sid: string; Action: string[] }[];
}
const documented = (): Policy => JSON.parse(manifest.leastPrivilege.text) as Policy;

/**
 * What moto checks against the caller's policies. It does not know service-specific credentials,
 * last access, CloudTrail lookups, Roles Anywhere, Access Analyzer, outbound federation, delegation
 * requests and pod identities: the stand-in's tests cover those.
 */
const checkedByMoto = [
  "iam:GetAccountAuthorizationDetails",
  "iam:GetAccountSummary",
  "iam:ListAccountAliases",
  "iam:GenerateCredentialReport",
  "iam:GetCredentialReport",
  "iam:ListUsers",
  "iam:ListAccessKeys",
  "iam:GetAccessKeyLastUsed",
  "iam:ListOpenIDConnectProviders",
  "iam:GetOpenIDConnectProvider",
  "iam:ListSAMLProviders",
  "iam:GetSAMLProvider",
  "iam:ListMFADevices",
  "iam:ListSSHPublicKeys",
  "iam:ListSigningCertificates",
  "iam:ListServerCertificates",
  "secretsmanager:ListSecrets",
  "secretsmanager:GetResourcePolicy",
  "ssm:DescribeParameters",
  "ec2:DescribeRegions",
  "eks:ListClusters",
];

const muster = "muster-inventory";
const admin = {
  accessKeyId: ["AKIA", "SEEDER0000000000"].join(""),
  secretAccessKey: "anything-goes-before-policies-are-enforced",
};

describe.skipIf(!isMotoInstalled)(
  "the documented policy, enforced by moto_server (skipped where it is not installed)",
  () => {
    let moto: Moto;
    let client: iam.IAMClient;
    let key: { accessKeyId: string; secretAccessKey: string };

    const grant = (policy: unknown) =>
      client.send(
        new iam.PutUserPolicyCommand({
          UserName: muster,
          PolicyName: "muster",
          PolicyDocument: JSON.stringify(policy),
        }),
      );

    beforeAll(async () => {
      moto = await startMoto();
      const options = { endpoint: moto.url, region: "us-east-1", credentials: admin };
      const before = new iam.IAMClient(options);
      await seed(before);
      await new SecretsManagerClient(options).send(
        new CreateSecretCommand({ Name: "prod/api", SecretString: "not-read" }),
      );
      const keyOf = async (UserName: string) => {
        const made = await before.send(new iam.CreateAccessKeyCommand({ UserName }));
        return {
          accessKeyId: made.AccessKey?.AccessKeyId ?? "",
          secretAccessKey: made.AccessKey?.SecretAccessKey ?? "",
        };
      };
      key = await keyOf(muster);
      client = new iam.IAMClient({ ...options, credentials: await keyOf("administrator") });
      await moto.enforcePolicies();
    });
    afterAll(() => moto?.close());

    const open = async () => {
      const io = testConnectorIo({ limits: { wallMs: 100_000 } });
      const config = { authMode: "access_key", ...key, endpoint: moto.url };
      return connector.connect(manifest.config.parse(config), io);
    };

    test("it is enough: nothing that moto checks is missing, and every stream of those is whole", async () => {
      await grant(documented());
      const connection = await open();
      expect((await connection.verify()).missing).toEqual([]);
      for (const name of ["account", "users", "roles", "federation-providers", "access-keys"]) {
        const stream = connection.streams.find((one) => one.name === name);
        expect([name, await gapsOf(stream)]).toEqual([name, []]);
      }
    });

    test.each(checkedByMoto)("it is the least: without %s verify says so", async (permission) => {
      const policy = documented();
      for (const statement of policy.Statement) {
        if (statement.Sid !== "NeverReadSecrets") {
          statement.Action = statement.Action.filter((action) => action !== permission);
        }
      }
      await grant(policy);
      const { missing } = await (await open()).verify();
      expect(missing.map((one) => one.permission)).toEqual([permission]);
    });

    test("it refuses the values of secrets even to a caller who may otherwise do everything", async () => {
      const policy = documented();
      const everything = { Sid: "All", Effect: "Allow", Action: ["*"], Resource: "*" };
      await grant({ ...policy, Statement: [...policy.Statement, everything] });
      const secrets = await import("@aws-sdk/client-secrets-manager");
      const reader = new secrets.SecretsManagerClient({
        endpoint: moto.url,
        region: "us-east-1",
        credentials: key,
        maxAttempts: 1,
      });
      const read = reader.send(new secrets.GetSecretValueCommand({ SecretId: "prod/api" }));
      await expect(read).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    });
  },
);

async function gapsOf(
  stream:
    | { list(cursor: string | null): Promise<{ gaps?: Gap[]; nextCursor: string | null }> }
    | undefined,
): Promise<Gap[]> {
  const gaps: Gap[] = [];
  let cursor: string | null = null;
  do {
    const page: { gaps?: Gap[]; nextCursor: string | null } | undefined =
      await stream?.list(cursor);
    gaps.push(...(page?.gaps ?? []));
    cursor = page?.nextCursor ?? null;
  } while (cursor !== null);
  return gaps;
}

async function seed(client: iam.IAMClient): Promise<void> {
  for (const UserName of [muster, "administrator"]) {
    await client.send(new iam.CreateUserCommand({ UserName }));
  }
  await client.send(
    new iam.PutUserPolicyCommand({
      UserName: "administrator",
      PolicyName: "all",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    }),
  );
  await client.send(
    new iam.CreateOpenIDConnectProviderCommand({
      Url: "https://token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: ["0".repeat(40)],
    }),
  );
  await client.send(
    new iam.CreateSAMLProviderCommand({ Name: "company", SAMLMetadataDocument: "x".repeat(1_000) }),
  );
}
