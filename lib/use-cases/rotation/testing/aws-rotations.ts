import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { heldKeys } from "@/connectors/aws/testing/held-keys";
import { startStandIn, type StandIn } from "@/connectors/aws/testing/stand-in";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { approveOffboarding } from "../../offboarding/decide";
import { addSource } from "../../sources/add-source";
import { allowActions } from "../../sources/allow-actions";
import { requestRotation } from "../request-rotation";
import { advance, ann, at, bob, caseTime, clock, hour } from "../../offboarding/testing/case-time";

type Moment = "before" | "between" | "after";

/** What the stand-in of AWS holds, and what goes wrong with it. */
export const aws = {
  held: heldKeys(clock),
  sourceId: "",
  /** Called at each moment of a call; `lose` ends it without an answer. */
  onMoment: async (_moment: Moment, _operation: string): Promise<"lose" | void> => undefined,
  /** The operation that is answered with an error. */
  broken: null as string | null,
};
const { held } = aws;
let users = 0;

export const keyId = (text: string): string => ["AKIA", text].join("");

/** One account of AWS that may be read and written, in a database of its own. */
export function setUpAws(): void {
  useDatabase();
  let standIn: StandIn;
  beforeAll(async () => {
    process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
    standIn = await startStandIn({
      held,
      at: (moment, operation) => aws.onMoment(moment, operation),
      fault: (operation) =>
        operation === aws.broken ? { status: 503, body: "<ErrorResponse/>" } : null,
    });
    const config = {
      authMode: "access_key",
      accessKeyId: keyId("READER0000000000"),
      secretAccessKey: "anything-goes-in-the-stand-in",
      endpoint: standIn.url,
    };
    const added = await addSource(bob, {
      connectorId: "aws",
      name: "Production account",
      config,
      syncNow: false,
    });
    aws.sourceId = added.sourceId;
    const writer = { ...config, accessKeyId: keyId("WRITER0000000000") };
    await allowActions(bob, { sourceId: added.sourceId, config: writer });
  });
  afterAll(async () => {
    await standIn.close();
  });
}

export interface Rotated {
  user: string;
  old: string;
  identityId: string;
  credentialId: string;
}

/** A user of the stand-in with one access key, as a sync would have stored them. */
export async function someKey(): Promise<Rotated> {
  const { now } = caseTime;
  const user = `svc-rotating-${(users += 1)}`;
  const old = keyId(randomBytes(8).toString("hex").toUpperCase());
  held.keys.set(old, {
    UserName: user,
    AccessKeyId: old,
    Status: "Active",
    CreateDate: new Date("2024-01-01"),
    secret: "known-to-its-program",
    usedAt: new Date(now.getTime() - hour),
  });
  const seen = { firstSeenAt: now, lastSeenAt: now, facts: {}, contentHash: user };
  const identity = await db().identity.create({
    data: {
      ...seen,
      sourceId: aws.sourceId,
      externalId: `AIDA${user}`,
      stream: "users",
      kind: "iam_user",
      detail: "aws.iam_user",
      name: user,
      status: "active",
      identityClass: "legacy_application",
      environment: "test",
      stage: "unknown",
    },
  });
  const credential = await db().credential.create({
    data: {
      ...seen,
      sourceId: aws.sourceId,
      identityId: identity.id,
      externalId: old,
      stream: "access-keys",
      kind: "access_key",
      name: old,
      status: "active",
    } as never,
  });
  return { user, old, identityId: identity.id, credentialId: credential.id };
}

export const keysOf = (user: string) =>
  [...held.keys.values()].filter((key) => key.UserName === user);
export const reason = "It is older than the policy allows";

export async function requested(of: Rotated, more: object = {}): Promise<string> {
  const { identityId, credentialId } = of;
  const asked = { identityId, credentialId, reason, ...more };
  const made = await requestRotation(at(ann), asked);
  await advance();
  return made.caseId;
}

export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}`;

export function toSecretsManager(name: string) {
  const secretId = secretArn(name);
  held.secrets.set(secretId, []);
  return {
    type: "source" as const,
    sourceId: aws.sourceId,
    kind: "secrets_manager",
    fields: { secretId },
  };
}

export async function approved(of: Rotated, more: object = {}): Promise<string> {
  const caseId = await requested(of, more);
  await approveOffboarding(at(bob), { caseId });
  await advance();
  return caseId;
}

/** Whether any row of any table holds the text. */
export async function isStored(text: string): Promise<boolean> {
  const tables = await sql<{ name: string }>(
    "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
    [],
  );
  for (const { name } of tables) {
    const found = await sql(`SELECT 1 FROM ${name} AS each WHERE each::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (found.length > 0) return true;
  }
  return false;
}
