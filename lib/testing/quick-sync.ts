import { afterEach, beforeAll } from "vitest";
import { db } from "../infra/db";
import { useDatabase } from "./database";
import { insertRun, insertSource } from "./factories";
import { fakeConnector } from "./fake-connector";
import { type FakeProvider, startFakeProvider } from "./fake-provider";
import { provideConnector } from "../use-cases/sources/connector-entries";
import { runSync, type SyncOptions } from "../use-cases/sources/run-sync";

const providers: FakeProvider[] = [];

export const quick: SyncOptions = {
  leaseMs: 30_000,
  renewMs: 10_000,
  sliceMs: 60_000,
  sleepMs: 20,
};

export const running = new AbortController().signal;

export async function connected(users: number, keysEach = 0) {
  const provider = await startFakeProvider(users, keysEach);
  providers.push(provider);
  return { provider, sourceId: await insertSource(provider.url) };
}

export async function sync(sourceId: string, options = quick) {
  const runId = await insertRun(sourceId);
  const step = await runSync(runId, running, options);
  return { runId, step, run: await db().syncRun.findUniqueOrThrow({ where: { id: runId } }) };
}

export const live = (sourceId: string) =>
  db().identity.count({ where: { sourceId, missingSince: null } });

export function setUpQuickSync(): void {
  useDatabase();
  beforeAll(() => provideConnector(fakeConnector));
  afterEach(async () => {
    for (const provider of providers.splice(0)) await provider.close();
  });
}
