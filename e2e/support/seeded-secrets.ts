import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { act, addPerson, signIn } from "./actors";
import { administrator, instance } from "./instance";
import { comeBack, startProvider } from "./sign-in-provider";

/** All mails that tests received. */
export const mailFile = (): string => path.join(instance().dataDir, "mails.txt");
const file = (): string => path.join(instance().dataDir, "seeded-secrets.json");
export const made = (what: string): string => `canary-${what}-${randomBytes(12).toString("hex")}`;

interface KeyFile {
  keys: { purpose: string; material: string }[];
}

/** Puts a secret of its own into everything that holds one, and notes them beside the database. */
export async function seedSecrets(): Promise<void> {
  const { baseUrl, dataDir, provider, setupUrl } = instance();
  const admin = await signIn(administrator.email, administrator.password);
  const secrets: Record<string, string> = {
    "set-up link": new URL(setupUrl).searchParams.get("token") ?? "",
    "administrator's password": administrator.password,
    "database password": readFileSync(path.join(dataDir, "database-password"), "utf8").trim(),
    "sign-in provider's client secret": provider.secret,
    "session cookie": (admin.cookie ?? "").replace(/^[^=]+=/, ""),
  };
  const keyFile = JSON.parse(readFileSync(path.join(dataDir, "keys.json"), "utf8")) as KeyFile;
  for (const { purpose, material } of keyFile.keys) secrets[`${purpose} key`] = material;

  // Sources that fail at once: the way of an error is the likeliest way out for a secret.
  const unreachable = "http://127.0.0.1:9";
  const github = { org: "acme", authMode: "token", baseUrl: unreachable, token: made("github") };
  const aws = {
    authMode: "access_key",
    accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: made("aws-secret"),
    sessionToken: made("aws-session"),
    endpoint: unreachable,
  };
  const postgresql = {
    host: "127.0.0.1",
    port: 9,
    database: "postgres",
    user: "reader",
    password: made("postgresql"),
    tls: "disable",
  };
  secrets["GitHub token"] = github.token;
  secrets["AWS secret key"] = aws.secretAccessKey;
  secrets["AWS session token"] = aws.sessionToken;
  secrets["PostgreSQL password"] = postgresql.password;
  for (const [connectorId, config] of Object.entries({ github, aws, postgresql })) {
    const name = `Holds a secret (${connectorId})`;
    await act(admin, "check", { connectorId, config });
    const { sourceId } = await act<{ sourceId: string }>(admin, "connect", {
      connectorId,
      name,
      config,
    });
    await act(admin, "check", { sourceId });
  }

  // The provider first hears the secret and refuses it, then cannot be reached.
  const refusing = await startProvider({ port: provider.port });
  await comeBack(baseUrl, "oidc");
  refusing.close();
  const heard = Buffer.from(refusing.exchanges[0]?.replace("Basic ", "") ?? "", "base64");
  if (!heard.toString().includes(provider.secret)) throw new Error("The secret was not sent.");
  await comeBack(baseUrl, "oidc");

  const invited = await act<{ url: string }>(admin, "inviteAction", {
    email: `unanswered.${Date.now().toString(36)}@security.example`,
    role: "auditor",
  });
  secrets.invitation = new URL(invited.url).searchParams.get("token") ?? "";
  const token = { name: "Holds a secret", scopes: ["read"], days: 1 };
  secrets["API token"] = (await act<{ token: string }>(admin, "createTokenAction", token)).token;

  const person = await addPerson(admin, "auditor", "Secret holder");
  const { personId } = person;
  const linked = await act<{ url: string }>(admin, "createSignInLinkAction", { personId });
  secrets["sign-in link"] = new URL(linked.url).searchParams.get("token") ?? "";
  const begun = await act<Record<string, unknown>>(person.headers, "beginAppAction", {});
  secrets["authenticator app's seed"] = seedOf(begun);
  const password = made("password");
  const wrong = made("wrong-password");
  await signIn(person.email ?? "", wrong).catch(() => undefined);
  secrets["password that was wrong"] = wrong;
  secrets["password not taken"] = password;
  await act({}, "acceptInvitationAction", { token: "x".repeat(43), name: "x", password }).catch(
    () => undefined,
  );
  writeFileSync(file(), JSON.stringify(secrets), { mode: 0o600 });
}

/** The seed as the page shows it once, wherever the answer has it. */
export function seedOf(answer: Record<string, unknown>): string {
  const text = JSON.stringify(answer);
  const found = /secret=([A-Z2-7]{16,})/.exec(text)?.[1] ?? /"([A-Z2-7]{16,})"/.exec(text)?.[1];
  if (!found) throw new Error("The answer holds no seed.");
  return found;
}

/** Notes further secrets among those to look for. */
export const noteSecrets = (more: Record<string, string>): void =>
  writeFileSync(file(), JSON.stringify({ ...seededSecrets(), ...more }), { mode: 0o600 });

export const seededSecrets = (): Record<string, string> =>
  JSON.parse(readFileSync(file(), "utf8")) as Record<string, string>;
