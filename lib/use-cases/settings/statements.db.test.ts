import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db, pool } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import { systemContext } from "../context";
import { addChannel } from "../notices/manage-channels";
import { completeSetup } from "../people/create-first-administrator";
import { createSetupLink } from "../people/create-setup-link";
import { beginAuthenticatorApp } from "../people/authenticator-app";
import { invitePerson } from "../people/invite-person";
import { addSource } from "../sources/add-source";
import { allowActions } from "../sources/allow-actions";
import { createToken } from "../tokens/create-token";

useDatabase();

let log = "";
let server: Awaited<ReturnType<typeof startPostgres18>>;
const made = (what: string): string => `canary-${what}-${randomBytes(12).toString("hex")}`;
const tokenIn = (url: string | undefined): string =>
  new URL(url ?? "http://x").searchParams.get("token") ?? "";

/** A server that writes down every statement with every value, as a customer's may. */
beforeAll(async () => {
  server = await startPostgres18({
    settings: ["log_statement=all"],
    onLog: (text) => {
      log += text;
    },
  });
  await migrate(server.url);
  await closeDb();
  process.env.DATABASE_URL = server.url;
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  resetEnv();
}, 60_000);
afterAll(async () => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  await closeDb();
  await server?.stop();
});

test("a server that logs every statement with its values writes down no secret (T30)", async () => {
  const secrets: Record<string, string> = {};
  const keep = (name: string, value: string = made(name)): string => (secrets[name] = value);

  const link = await createSetupLink(systemContext("launcher"), {});
  await completeSetup(anonymousContext(), {
    token: keep("setup", tokenIn(link?.url)),
    name: "Ada",
    email: "ada@example.com",
    password: keep("password"),
  });
  const { id: personId } = await db().person.findFirstOrThrow();
  const ada = personContext("admin", { personId });
  const config = { authMode: "token", org: "acme", baseUrl: "http://127.0.0.1:9" };
  const { sourceId } = await addSource(ada, {
    connectorId: "github",
    name: "Acme",
    config: { ...config, token: keep("reading") },
    syncNow: false,
  });
  await allowActions(ada, { sourceId, config: { authMode: "token", token: keep("writing") } });
  const mail = { kind: "mail", host: "mail.example.com", port: 465, security: "tls" } as const;
  await addChannel(ada, {
    name: "Mail",
    config: { ...mail, user: "muster", password: keep("smtp"), from: "muster@example.com" },
  });
  const room = `https://hooks.example.com/services/${keep("room")}`;
  await addChannel(ada, { name: "Room", config: { kind: "slack", url: room } });
  const hook = await addChannel(ada, {
    name: "Receiver",
    config: { kind: "webhook", url: "https://siem.example.com/muster" },
  });
  keep("signing", hook.signingSecret ?? "");
  const token = await createToken(ada, { name: "CI", scopes: ["read"], days: 1 });
  keep("token", token.token);
  const invited = await invitePerson(ada, { email: "bo@example.com", role: "owner" });
  keep("invitation", tokenIn(invited.url));
  keep("seed", (await beginAuthenticatorApp(ada, {})).seed);
  const ring = JSON.parse(process.env.MUSTER_KEYS ?? "{}") as { keys: { material: string }[] };
  for (const [at, { material }] of ring.keys.entries()) keep(`key ${at}`, material);
  await pool().query("SELECT $1::text", ["the last statement of the test"]);

  await expect.poll(() => log).toContain("the last statement of the test");
  expect(log).toContain("mail.example.com");
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(12);
  const forms = Object.entries(secrets).flatMap(([name, value]) =>
    [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString("hex"),
      Buffer.from(value).toString("base64").slice(0, -4),
    ].map((form) => ({ name, form })),
  );
  expect(Math.min(...forms.map(({ form }) => form.length))).toBeGreaterThan(15);
  expect(forms.filter(({ form }) => log.includes(form)).map(({ name }) => name)).toEqual([]);
});
