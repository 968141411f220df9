import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import * as iam from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Page } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";

/** A Python program that some machines have; npm cannot install it. */
const program = ["moto", "server"].join("_");
const isInstalled = (() => {
  try {
    execFileSync(program, ["--help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (
      await fetch(`${url}/moto-api/`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("moto_server did not start");
}

describe.skipIf(!isInstalled)("aws against moto_server (skipped where it is not installed)", () => {
  let moto: ChildProcess;
  let endpoint: string;
  let keyId: string;
  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" };
    moto = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore", env });
    await ready(endpoint);
    keyId = await seed(endpoint);
  });
  afterAll(() => void moto?.kill());

  async function read(name: string): Promise<SourceRecord[]> {
    const io = testConnectorIo({ limits: { wallMs: 20_000, connectMs: 5_000 } });
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
});

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
