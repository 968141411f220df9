import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Verification } from "@/connectors/contract";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { provideConnector } from "./connector-entries";
import { runSync } from "./run-sync";
import { verifySource } from "./verify-source";

useDatabase();
let provider: FakeProvider;
beforeAll(async () => {
  provideConnector(fakeConnector);
  provider = await startFakeProvider(30, 1);
});
afterAll(() => provider.close());
beforeEach(() => {
  provider.verification = { target: "account-1", scope: "Account 1" };
});

const quick = { leaseMs: 30_000, renewMs: 10_000, sliceMs: 60_000, sleepMs: 20 };

async function sync(sourceId: string) {
  const runId = await insertRun(sourceId);
  await runSync(runId, new AbortController().signal, quick);
  return db().syncRun.findUniqueOrThrow({ where: { id: runId } });
}

const notedIn = async (sourceId: string) => {
  const { verification } = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
  return (verification as Verification | null)?.target;
};
const rowsOf = (sourceId: string) =>
  db().identity.findMany({
    where: { sourceId },
    select: { id: true, missingSince: true, lastSeenAt: true },
    orderBy: { id: "asc" },
  });

async function movedSource(): Promise<string> {
  const sourceId = await insertSource(provider.url);
  await sync(sourceId);
  provider.verification = { target: "account-2", scope: "Account 2" };
  return sourceId;
}

it("notes at the first sync which account a source reads", async () => {
  const sourceId = await insertSource(provider.url);
  expect((await sync(sourceId)).state).toBe("succeeded");
  expect(await notedIn(sourceId)).toBe("account-1");
});

it("fails before it reads when the credential leads to another account, and names both", async () => {
  const sourceId = await movedSource();
  const [before, requests] = [await rowsOf(sourceId), provider.requests];
  const run = await sync(sourceId);
  expect(run).toMatchObject({
    state: "failed",
    error: {
      stream: null,
      message: expect.stringMatching(/reads Account 1, .* leads to Account 2/),
      todo: expect.stringContaining("Change the credential to one of Account 1"),
    },
  });
  expect(provider.requests).toBe(requests + 1); // who it is, and nothing else
  expect(await rowsOf(sourceId)).toEqual(before);
  expect(await notedIn(sourceId)).toBe("account-1");
});

it("goes on when the account has only another name, or does not tell its id", async () => {
  const sourceId = await insertSource(provider.url);
  await sync(sourceId);
  provider.verification = { target: "account-1", scope: "Account 1, renamed" };
  expect((await sync(sourceId)).state).toBe("succeeded");
  provider.verification = { scope: "Account 1" };
  expect((await sync(sourceId)).state).toBe("succeeded");
  expect(await notedIn(sourceId)).toBe("account-1");
});

it("asking again does not take another account for this one, and says what to do", async () => {
  const sourceId = await movedSource();
  const answer = await verifySource(personContext("analyst"), { sourceId });
  expect(answer).toMatchObject({ ok: false, code: "other_target" });
  expect(await notedIn(sourceId)).toBe("account-1");
});

it("reads another account once an administrator confirms it, and an analyst may not", async () => {
  const sourceId = await movedSource();
  const confirmed = { sourceId, acceptTarget: true };
  await expect(verifySource(personContext("analyst"), confirmed)).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await notedIn(sourceId)).toBe("account-1");
  expect(await verifySource(personContext("admin"), confirmed)).toMatchObject({ ok: true });
  expect(await notedIn(sourceId)).toBe("account-2");
  expect((await sync(sourceId)).state).toBe("succeeded");
});
