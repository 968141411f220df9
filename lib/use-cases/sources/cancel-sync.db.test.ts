import { describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { insertRun } from "@/lib/testing/factories";
import type { FakeProvider } from "@/lib/testing/fake-provider";
import { connected, quick, running, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { cancelSync } from "./cancel-sync";
import { hideSource } from "./remove-source";
import { runSync } from "./run-sync";

setUpQuickSync();

const cancel = (runId: string) => cancelSync(personContext("analyst"), { runId });
const sourceOf = (id: string) => db().source.findUniqueOrThrow({ where: { id } });

/** What runs keep until they are decided. */
const kept = async (sourceId: string) => ({
  removals: await db().syncRemoval.count({ where: { run: { sourceId } } }),
  seen: await db().syncSeen.count(),
  parts: await db().syncPart.count(),
});
const nothing = { removals: 0, seen: 0, parts: 0 };

/** A run that stands between two slices, with pages of what it found unchanged. */
async function paused(provider: FakeProvider, sourceId: string): Promise<string> {
  await sync(sourceId);
  provider.read = () => ["fake"];
  const runId = await insertRun(sourceId);
  expect(await runSync(runId, running, { ...quick, sliceMs: 0 })).toBe("continues");
  expect(await kept(sourceId)).toMatchObject({ seen: 1, parts: 1 });
  return runId;
}

/** A run that did not find half of a hundred users. */
async function held() {
  const { provider, sourceId } = await connected(100, 1);
  await sync(sourceId);
  for (let n = 0; n < 50; n += 1) provider.users.delete(`u-${n}`);
  const { runId, run } = await sync(sourceId);
  expect(run.state).toBe("waiting_for_person");
  return { provider, sourceId, runId };
}

describe("a sync that is cancelled", () => {
  it("leaves a source failed whose credential does not work, with what went wrong", async () => {
    const { provider, sourceId } = await connected(1_000);
    await sync(sourceId);
    provider.fault = () => ({ status: 401 });
    await sync(sourceId);
    const failed = await sourceOf(sourceId);
    const runId = await insertRun(sourceId);
    provider.fault = async (stream, cursor) => {
      if (stream === "users" && cursor === "") await cancel(runId);
      return null;
    };
    expect(await runSync(runId, running, quick)).toBe("ended");
    const { status, lastError, lastAttemptAt } = await sourceOf(sourceId);
    expect({ status, lastError }).toEqual({ status: "failed", lastError: failed.lastError });
    expect(Number(lastAttemptAt)).toBeGreaterThan(Number(failed.lastAttemptAt));
  });

  it("keeps nothing of what it had seen when it stood between two slices", async () => {
    const { provider, sourceId } = await connected(1_000);
    const runId = await paused(provider, sourceId);
    const { status, lastAttemptAt } = await sourceOf(sourceId);
    await cancel(runId);
    expect(await kept(sourceId)).toEqual(nothing);
    const after = await sourceOf(sourceId);
    expect(after.status).toBe(status);
    expect(Number(after.lastAttemptAt)).toBeGreaterThan(Number(lastAttemptAt));
  });

  it("keeps nothing of what it had seen when its source is removed", async () => {
    const { provider, sourceId } = await connected(1_000);
    await paused(provider, sourceId);
    await db().$transaction((tx) => hideSource(tx, sourceId, new Date()));
    expect(await kept(sourceId)).toEqual(nothing);
  });

  it("leaves nothing to decide when it waited for a person, and the next one asks again", async () => {
    const { sourceId, runId } = await held();
    await cancel(runId);
    expect(await kept(sourceId)).toEqual(nothing);
    expect((await sourceOf(sourceId)).status).toBe("partial");
    expect((await sync(sourceId)).run.state).toBe("waiting_for_person");
  });

  it("does not let its source wait for a person whose run has given way to it", async () => {
    const { sourceId } = await held();
    const runId = await insertRun(sourceId);
    await cancel(runId);
    expect((await sourceOf(sourceId)).status).toBe("partial");
  });
});
