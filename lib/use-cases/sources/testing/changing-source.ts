import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { provideConnector } from "../connector-entries";
import { openConfig } from "../source-config";
import { verifySource } from "../verify-source";

/** Two servers of one provider; what each says of itself is put back before each test. */
export const providers = {} as { first: FakeProvider; other: FakeProvider };

export function setUpProviders(): void {
  useDatabase();
  beforeAll(async () => {
    provideConnector(fakeConnector);
    providers.first = await startFakeProvider(1);
    providers.other = await startFakeProvider(1);
  });
  afterAll(async () => {
    await providers.first.close();
    await providers.other.close();
  });
  beforeEach(() => {
    providers.first.fault = null;
    providers.first.verification = { target: "account-1", scope: "Account 1" };
    providers.other.verification = { target: "account-1", scope: "Account 1 by another name" };
  });
}

export const admin = () => personContext("admin");
export const typed = "canary-7c20";
export const row = (id: string) => db().source.findUniqueOrThrow({ where: { id } });
export const lastAudit = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });
export const opened = async (id: string) => openConfig(fakeConnector.manifest, await row(id));

/** Runs what must be refused; nothing of the source may change, and the attempt is on record. */
export async function refusal(sourceId: string, work: () => Promise<unknown>) {
  const before = await row(sourceId);
  const error = await work().then(
    () => Promise.reject(new Error("This was not refused.")),
    (reason: { code: string; message: string; extra?: { fields?: object } }) => reason,
  );
  expect(await row(sourceId)).toEqual(before);
  const audit = await lastAudit();
  expect(audit).toMatchObject({ event: "source.change", outcome: "refused" });
  expect(JSON.stringify([error.message, audit.detail])).not.toContain(typed);
  return error;
}

/** A source whose connection was verified against the first provider. */
export async function verifiedSource(): Promise<string> {
  const sourceId = await insertSource(providers.first.url);
  await verifySource(admin(), { sourceId });
  return sourceId;
}
