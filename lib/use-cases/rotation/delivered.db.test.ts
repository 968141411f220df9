import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGitHub } from "@/connectors/github/testing/stand-in";
import { createWorld } from "@/connectors/github/testing/world";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import { approveOffboarding } from "../offboarding/decide";
import { addSource } from "../sources/add-source";
import { allowActions } from "../sources/allow-actions";
import {
  advance,
  ann,
  at,
  bob,
  caseTime,
  hour,
  later,
  read,
} from "../offboarding/testing/case-time";
import { requestRotation } from "./request-rotation";
import { takeSecret } from "./take-secret";

useDatabase();

const role = "svc_rotated";
const word = "not-a-real-word-2Wq8";
const reason = "It is older than the policy allows";
const world = createWorld({ repos: 4 });
for (const name of Object.keys(world.appPermissions)) world.appPermissions[name] = "write";

let github: Awaited<ReturnType<typeof startGitHub>>;
let customer: Awaited<ReturnType<typeof startPostgres18>>;
let owner: pg.Client;
let organisation = "";
let database = "";
let roleId = "";
let server: { host: string; port: number };

async function isStored(text: string): Promise<boolean> {
  const tables = ["rotation", "offboarding_case", "offboarding_call", "audit_event"];
  for (const name of tables) {
    const found = await sql(`SELECT 1 FROM ${name} AS each WHERE each::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (found.length > 0) return true;
  }
  return false;
}

async function canSignIn(password: string): Promise<boolean> {
  const client = new pg.Client({ ...server, user: role, password, database: "postgres" });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** A source with a credential for reading and one of its own for writing. */
async function source(
  connectorId: string,
  name: string,
  reading: Record<string, unknown>,
  writing: Record<string, unknown>,
): Promise<string> {
  const { sourceId } = await addSource(bob, {
    connectorId,
    name,
    config: reading,
    syncNow: false,
  });
  await allowActions(bob, { sourceId, config: writing });
  return sourceId;
}

/** An identity as a sync would have stored it. */
async function identity(sourceId: string, data: object): Promise<string> {
  const { now } = caseTime;
  const seen = { firstSeenAt: now, lastSeenAt: now, facts: {}, status: "active" };
  const more = { identityClass: "legacy_application", environment: "test", stage: "unknown" };
  const stored = { ...seen, ...more, sourceId, stream: "any", contentHash: "any", ...data };
  const { id } = await db().identity.create({ data: stored as never });
  return id;
}

async function approved(identityId: string, destination: object | null): Promise<string> {
  const { caseId } = await requestRotation(at(ann), {
    identityId,
    reason,
    acceptsInterruption: true,
    ...(destination ? { destination } : {}),
  } as never);
  await advance();
  await approveOffboarding(at(bob), { caseId });
  await advance();
  return caseId;
}

const toActions = (fields: object) => ({
  type: "source",
  sourceId: organisation,
  kind: "actions_secret",
  fields,
});

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  github = await startGitHub(world);
  const { appId, installationId } = world.self;
  const reading = { org: "acme", baseUrl: github.url, authMode: "token", token: github.token };
  const app = { authMode: "app", appId, installationId, privateKey: github.privateKey };
  organisation = await source("github", "Acme on GitHub", reading, app);
  customer = await startPostgres18();
  owner = new pg.Client({ connectionString: customer.url.replace(/\/muster$/, "/postgres") });
  await owner.connect();
  for (const name of [role, "reading", "rotating"])
    await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD '${word}'`);
  await owner.query("GRANT pg_monitor TO reading, rotating");
  await owner.query("ALTER ROLE rotating CREATEROLE");
  await owner.query(`GRANT ${role} TO rotating WITH ADMIN OPTION`);
  const { rows } = await owner.query<{ id: string }>(
    "SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/role/' || oid AS id FROM pg_roles WHERE rolname = $1",
    [role],
  );
  roleId = rows[0]?.id ?? "";
  const { hostname, port } = new URL(customer.url);
  server = { host: hostname, port: Number(port) };
  database = await source(
    "postgresql",
    "Orders database",
    { ...server, database: "postgres", user: "reading", password: word, tls: "disable" },
    { user: "rotating", password: word },
  );
});
afterAll(async () => {
  await owner?.end();
  await customer?.stop();
  await github.close();
});

test("a database password is delivered to an Actions secret before the server learns of it, and only the new one works then", async () => {
  const identityId = await identity(database, {
    externalId: roleId,
    kind: "database_role",
    detail: "postgresql.role.login",
    name: role,
  });
  const refused = requestRotation(at(ann), { identityId, reason });
  await expect(refused).rejects.toMatchObject({ code: "invalid_input" });

  const fields = { repository: "service-1", names: "PGPASSWORD=DB_PASSWORD" };
  const caseId = await approved(identityId, toActions(fields));
  const done = await read(caseId);
  expect(done.state).toBe("completed");
  expect(done.calls.map((call) => [call.verb, call.state])).toEqual([
    ["create", "done"],
    ["deliver", "done"],
    ["replace", "done"],
  ]);
  expect(done.calls.at(-1)?.answer).toContain("A sign-in with it proved it.");
  const password = world.delivered.get("service-1/DB_PASSWORD") ?? "";
  expect(world.delivered.get("service-1/PGUSER")).toBe(role);
  expect(await canSignIn(word)).toBe(false);
  expect(await canSignIn(password)).toBe(true);
  expect(await isStored(password)).toBe(false);
  const kept = await db().rotation.findUniqueOrThrow({ where: { id: caseId } });
  expect(kept.sealedSecret).toBeNull();

  // The next one is shown: the old password works until somebody has taken the new one.
  const { caseId: next } = await requestRotation(at(ann), {
    identityId,
    reason,
    acceptsInterruption: true,
  });
  await advance();
  await approveOffboarding(at(bob), { caseId: next });
  await advance();
  expect((await read(next)).state).toBe("delivering");
  expect(await canSignIn(password)).toBe(true);
  const { secret } = await takeSecret(at(ann), { caseId: next });
  await advance();
  expect((await read(next)).state).toBe("completed");
  expect(await canSignIn(password)).toBe(false);
  expect(await canSignIn(secret.PGPASSWORD ?? "")).toBe(true);
});

test("a password that cannot be delivered never reaches the server, and the old one works on", async () => {
  const { id: identityId } = await db().identity.findFirstOrThrow({ where: { name: role } });
  await owner.query(`ALTER ROLE ${role} PASSWORD '${word}'`);
  const { caseId } = await requestRotation(at(ann), {
    identityId,
    reason,
    acceptsInterruption: true,
    destination: toActions({ repository: "service-2" }),
  } as never);
  await advance();
  expect((await read(caseId)).state).toBe("planned");
  world.appPermissions.secrets = "read";
  await approveOffboarding(at(bob), { caseId });
  for (let tick = 0; tick < 4; tick += 1) {
    await advance();
    later(hour);
  }
  world.appPermissions.secrets = "write";
  const failed = await read(caseId);
  expect(failed.state).toBe("failed");
  expect(failed.error?.message).toContain("secrets");
  expect(await canSignIn(word)).toBe(true);
  const kept = await db().rotation.findUniqueOrThrow({ where: { id: caseId } });
  expect(kept.sealedSecret).toBeNull();
});

test("a deploy key gets a successor in an Actions secret, and is removed when nobody has used it for three days", async () => {
  const keys = () => world.repos[0]?.keys ?? [];
  const identityId = await identity(organisation, {
    externalId: "deploy-key:100",
    kind: "deploy_key",
    detail: "github.deploy_key.read",
    name: keys()[0]?.title ?? "",
    attributes: { repository: "acme/service-0", repositoryId: 7000 },
  });
  const fields = { repository: "service-2", names: "SSH_PRIVATE_KEY=DEPLOY_KEY" };
  const caseId = await approved(identityId, toActions(fields));
  expect((await read(caseId)).state).toBe("overlapping");
  const [old, young] = keys();
  expect(young?.title).toContain(`(muster-${caseId})`);
  const delivered = world.delivered.get("service-2/DEPLOY_KEY") ?? "";
  expect(delivered).toContain("OPENSSH PRIVATE KEY");
  expect(await isStored(delivered.split("\n")[2] ?? "none")).toBe(false);

  later(71 * hour);
  if (old) old.last_used = new Date(caseTime.now.getTime() - hour).toISOString();
  later(2 * hour);
  await advance();
  expect((await read(caseId)).state).toBe("overlapping");
  expect(keys()).toHaveLength(2);

  later(72 * hour);
  await advance();
  expect((await read(caseId)).state).toBe("completed");
  expect(keys()).toEqual([young]);
});

test("nothing was answered here that GitHub's description does not allow", () => {
  expect(github.violations).toEqual([]);
});
