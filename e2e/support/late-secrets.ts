import { generateSync } from "otplib";
import { type MailServer, startMailServer } from "../../lib/testing/mail-server";
import { type Receiver, startReceiver } from "../../lib/testing/receiver";
import { act, addPerson, getJson, signIn } from "./actors";
import { administrator } from "./instance";
import { made, noteSecrets, seedOf } from "./seeded-secrets";

type Headers = Record<string, string>;

export interface LateSecrets {
  mail: MailServer;
  receiver: Receiver;
  close(): Promise<void>;
}

interface Channel {
  channelId: string;
  signingSecret: string | null;
}

async function addAndTest(admin: Headers, name: string, config: object): Promise<Channel> {
  const channel = await act<Channel>(admin, "addChannelAction", { name, config });
  await act(admin, "testChannelAction", { channelId: channel.channelId });
  return channel;
}

/** Every kind of channel, with a receiver that repeats what it is sent. */
async function seedChannels(admin: Headers, { mail, receiver }: LateSecrets): Promise<Headers> {
  const server = { kind: "mail", host: "127.0.0.1", from: "muster@muster.example" };
  const secrets: Headers = {
    "mail server's password": made("smtp"),
    "path of a room": made("slack"),
    "address of a receiver": made("receiver"),
    "tracker's token": made("tracker"),
  };
  const { items } = await getJson<{ items: { id: string; kind: string }[] }>(
    admin,
    "/api/v1/notification-channels",
  );
  for (const { id, kind } of items)
    if (kind === "mail") await act(admin, "removeChannelAction", { channelId: id });
  const password = secrets["mail server's password"];
  const locked = { ...server, port: mail.port, security: "starttls", user: "muster", password };
  const { channelId } = await addAndTest(admin, "Mail with a password", locked);
  await act(admin, "removeChannelAction", { channelId });
  await addAndTest(admin, "Mail", { ...server, port: mail.port, security: "none" });
  const room = `${receiver.url}/services/${secrets["path of a room"]}`;
  await addAndTest(admin, "Room", { kind: "slack", url: room });
  const called = `${receiver.url}/in/${secrets["address of a receiver"]}`;
  const hook = await addAndTest(admin, "Receiver", { kind: "webhook", url: called });
  secrets["signing secret"] = hook.signingSecret ?? "";
  const turned = await act<Channel>(admin, "rotateSecretAction", { channelId: hook.channelId });
  secrets["second signing secret"] = turned.signingSecret ?? "";
  const token = secrets["tracker's token"];
  const jira = { kind: "jira", url: receiver.url, project: "SEC", user: "muster", token };
  await addAndTest(admin, "Tracker", jira);
  return secrets;
}

async function seedSources(admin: Headers): Promise<Headers> {
  const secrets: Headers = {
    "Entra ID client secret": made("entra"),
    "OpenBao token": made("openbao"),
    "write credential": made("writing"),
  };
  const unreachable = "http://127.0.0.1:9";
  const entra = {
    tenantId: "acme.example",
    clientId: "00000000-0000-4000-8000-000000000001",
    auth: "secret",
    clientSecret: secrets["Entra ID client secret"],
    loginUrl: unreachable,
  };
  const openbao = { address: unreachable, authMode: "token", token: secrets["OpenBao token"] };
  for (const [connectorId, config] of Object.entries({ entra, openbao })) {
    await act(admin, "check", { connectorId, config });
    const name = `Holds a secret (${connectorId})`;
    await act(admin, "connect", { connectorId, name, config });
  }
  const { items } = await getJson<{ items: { id: string; name: string }[] }>(
    admin,
    "/api/v1/sources",
  );
  const sourceId = items.find(({ name }) => name === "Holds a secret (postgresql)")?.id;
  const config = { user: "writer", password: secrets["write credential"] };
  await act(admin, "allow", { sourceId, config });
  return secrets;
}

async function seedSecondFactor(admin: Headers): Promise<Headers> {
  const { headers } = await addPerson(admin, "auditor", "Second factor holder");
  const seed = seedOf(await act(headers, "beginAppAction", {}));
  await act(headers, "confirmAppAction", { code: generateSync({ secret: seed }) });
  const { codes } = await act<{ codes: string[] }>(headers, "createRecoveryCodesAction", {});
  const [first = "", second = ""] = codes;
  await act(headers, "stepUpAction", { proof: first });
  return {
    "confirmed app's seed": seed,
    "recovery code": second,
    "spent recovery code": first,
    "recovery code without dashes": second.replaceAll("-", ""),
  };
}

/** Puts secrets into what other tests could not bear while they run, and notes them with the others. */
export async function seedLateSecrets(): Promise<LateSecrets> {
  const mail = await startMailServer();
  const receiver = await startReceiver();
  receiver.answer = ({ method, path, headers, body }) => ({
    status: 400,
    body: `Cannot ${method} ${path} ${JSON.stringify(headers)} ${body}`,
  });
  const close = async (): Promise<void> => {
    await Promise.all([mail.close(), receiver.stop()]);
  };
  const late = { mail, receiver, close };
  const admin = await signIn(administrator.email, administrator.password);
  noteSecrets({
    ...(await seedChannels(admin, late)),
    ...(await seedSources(admin)),
    ...(await seedSecondFactor(admin)),
  });
  return late;
}
