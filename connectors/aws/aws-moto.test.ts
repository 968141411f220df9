import * as iam from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Page } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import { isMotoInstalled, startMoto, type Moto } from "./testing/moto";

describe.skipIf(!isMotoInstalled)(
  "aws against moto_server (skipped where it is not installed)",
  () => {
    let moto: Moto;
    let endpoint: string;
    let keyId: string;
    beforeAll(async () => {
      moto = await startMoto();
      endpoint = moto.url;
      keyId = await seed(endpoint);
    });
    afterAll(() => moto?.close());

    async function read(name: string): Promise<SourceRecord[]> {
      const io = testConnectorIo({ limits: { wallMs: 100_000, connectMs: 20_000 } });
      const config = {
        authMode: "access_key",
        accessKeyId: keyId,
        secretAccessKey: "anything-goes-in-moto",
        endpoint,
      };
      const connection = await connector.connect(manifest.config.parse(config), io);
      const records: SourceRecord[] = [];
      const stream = connection.streams.find((one) => one.name === name);
      let cursor: string | null = null;
      do {
        const page: Page | undefined = await stream?.list(cursor);
        records.push(...(page?.records ?? []));
        cursor = page?.nextCursor ?? null;
      } while (cursor !== null);
      await io.close();
      for (const record of records) sourceRecord.parse(record);
      return records;
    }

    test("a user's administrator policy, group and tags become its privilege and owner", async () => {
      const records = await read("users");
      const bot = records.find((one) => one.type === "identity" && one.name === "ci-deploy");
      expect(bot?.type === "identity" && bot.facts.privilege).toMatchObject({
        value: { level: "admin" },
      });
      const reader = records.find((one) => one.type === "identity" && one.name === "reader");
      expect(reader?.type === "identity" && reader.facts.privilege).toMatchObject({
        value: { level: "read" },
      });
      expect(records).toContainEqual(
        expect.objectContaining({ type: "owner_hint", candidate: "platform@example.com" }),
      );
    });

    test("access keys are listed with their public id and no secret", async () => {
      const records = await read("access-keys");
      expect(records).toContainEqual(
        expect.objectContaining({ type: "credential", externalId: keyId, status: "active" }),
      );
    });

    test("roles, providers, SSH keys and secrets are read", async () => {
      const roles = await read("roles");
      expect(roles).toContainEqual(
        expect.objectContaining({ type: "trust", principalKind: "oidc", verdict: "open" }),
      );
      expect(await read("federation-providers")).toContainEqual(
        expect.objectContaining({ type: "identity", detail: "aws.oidc_provider" }),
      );
      expect(await read("secrets")).toContainEqual(
        expect.objectContaining({ type: "stored_secret", name: "prod/api" }),
      );
      expect(await read("ssh-keys")).toEqual([]);
      expect(await read("account")).toContainEqual(
        expect.objectContaining({ type: "identity", detail: "aws.root" }),
      );
    });
  },
);

async function seed(endpoint: string): Promise<string> {
  const options = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  };
  const client = new iam.IAMClient(options);
  const issuer = "token.actions.githubusercontent.com";
  await client.send(
    new iam.CreateUserCommand({
      UserName: "ci-deploy",
      Tags: [{ Key: "owner", Value: "platform@example.com" }],
    }),
  );
  await client.send(new iam.CreateUserCommand({ UserName: "reader" }));
  await client.send(
    new iam.AttachUserPolicyCommand({
      UserName: "ci-deploy",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );
  await client.send(
    new iam.PutUserPolicyCommand({
      UserName: "reader",
      PolicyName: "read",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
      }),
    }),
  );
  const { OpenIDConnectProviderArn } = await client.send(
    new iam.CreateOpenIDConnectProviderCommand({
      Url: `https://${issuer}`,
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: ["0".repeat(40)],
    }),
  );
  await client.send(
    new iam.CreateRoleCommand({
      RoleName: "github",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: OpenIDConnectProviderArn },
          },
        ],
      }),
    }),
  );
  const { AccessKey } = await client.send(
    new iam.CreateAccessKeyCommand({ UserName: "ci-deploy" }),
  );
  await new SecretsManagerClient(options).send(
    new CreateSecretCommand({ Name: "prod/api", SecretString: "not-read" }),
  );
  return AccessKey?.AccessKeyId ?? "";
}
