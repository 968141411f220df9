import * as iam from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll } from "vitest";
import type { ActionTarget, Connection, TargetActions, ConnectorIo } from "../../contract";
import { connector } from "../index";
import { manifest } from "../manifest";
import { startMoto, type Moto } from "./moto";
import { startMotoFront, type MotoFront } from "./moto-front";

/** A policy document that allows one action on everything. */
export const document = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
  ],
});

/** What a suite against moto_server works with, filled in before its tests. */
export const account = {} as {
  front: MotoFront;
  client: iam.IAMClient;
  secrets: SecretsManagerClient;
  connection: Connection;
  /** The key that Muster itself signs in with. */
  own: string;
};

/** An account in a moto_server of its own, which Muster may change as the user `muster-offboarding`. */
export function setUpMotoAccount(
  openIo: (options: { limits: { wallMs: number } }) => ConnectorIo,
): void {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    const front = await startMotoFront(moto.url);
    const credentials = {
      accessKeyId: ["AKIA", "SEEDER0000000000"].join(""),
      secretAccessKey: "anything-goes-in-moto",
    };
    const options = { endpoint: front.url, region: "us-east-1", credentials };
    const client = new iam.IAMClient(options);
    const secrets = new SecretsManagerClient(options);
    Object.assign(account, { front, client, secrets });
    await client.send(new iam.CreateUserCommand({ UserName: "muster-offboarding" }));
    const own = await newKey("muster-offboarding");
    const { secretAccessKey } = credentials;
    const config = { authMode: "access_key", accessKeyId: own, secretAccessKey };
    const connection = await connector.connect(
      manifest.config.parse({ ...config, endpoint: front.url }),
      openIo({ limits: { wallMs: 100_000 } }),
    );
    Object.assign(account, { own, connection });
  });
  afterAll(async () => {
    await account.front?.close();
    await moto?.close();
  });
}

export async function newKey(UserName: string): Promise<string> {
  const made = await account.client.send(new iam.CreateAccessKeyCommand({ UserName }));
  return made.AccessKey?.AccessKeyId ?? "";
}

export async function newUser(UserName: string): Promise<ActionTarget> {
  const made = await account.client.send(new iam.CreateUserCommand({ UserName }));
  return {
    subject: "identity",
    kind: "iam_user",
    detail: "aws.iam_user",
    externalId: made.User?.UserId ?? "",
    name: UserName,
    holder: null,
    attributes: { arn: made.User?.Arn ?? "" },
  };
}

export const keyOf = (user: ActionTarget, externalId: string): ActionTarget => ({
  ...user,
  subject: "credential",
  kind: "access_key",
  externalId,
  name: externalId,
  holder: { externalId: user.externalId, name: user.name },
  attributes: {},
});

/** The actions of a target that can be disabled, enabled and deleted. */
export function whole(target: ActionTarget) {
  const actions: TargetActions | null = account.connection.actions?.(target) ?? null;
  if (!actions?.disable || !actions.enable || !actions.delete) throw new Error("no actions");
  const { inspect, disable, enable, delete: remove } = actions;
  return { inspect, disable, enable, remove };
}

/** `Active`, `Inactive` or `gone`. */
export const statusOf = async (UserName: string, id: string) => {
  const all = await account.client.send(new iam.ListAccessKeysCommand({ UserName }));
  return all.AccessKeyMetadata?.find((one) => one.AccessKeyId === id)?.Status ?? "gone";
};

export const newRole = async (RoleName: string, Path = "/"): Promise<ActionTarget> => {
  const input = { RoleName, Path, AssumeRolePolicyDocument: trust };
  const made = await account.client.send(new iam.CreateRoleCommand(input));
  return {
    subject: "identity",
    kind: "assumable_role",
    detail: "aws.role.ec2",
    externalId: made.Role?.RoleId ?? "",
    name: RoleName,
    holder: null,
    attributes: { arn: made.Role?.Arn ?? "" },
  };
};
