import { expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { insertRun } from "@/lib/testing/factories";
import { connected, quick, running, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { getCoverage } from "../identities/get-coverage";
import { cancelSync } from "../sources/cancel-sync";
import { getSource } from "../sources/list-sources";
import { runSync } from "../sources/run-sync";
import { coverageOfSource } from "../sources/source-coverage";
import { getOverview } from "./get-overview";
import { getSyncState } from "./get-sync-state";

setUpQuickSync();

const analyst = personContext("analyst");
const readAt = "2026-10-30T04:10:00.000Z";

/** What every page says of one source. */
async function said(sourceId: string) {
  const { name } = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
  const [overview, lists, state] = await Promise.all([
    getOverview(analyst, {}),
    getCoverage(analyst, {}),
    getSyncState(analyst, {}),
  ]);
  return {
    overview: overview.coverage.find((one) => one.sourceId === sourceId),
    lists: {
      unread: lists.unread.includes(name),
      partial: lists.partial.includes(name),
      failed: lists.failed.find((one) => one.name === name)?.lastReadAt ?? null,
    },
    bar: state.failing.find((one) => one.sourceId === sourceId)?.lastReadAt ?? null,
    source: await getSource(analyst, { sourceId }),
    identity: await coverageOfSource(sourceId),
  };
}

/** Read whole weeks ago. */
async function readWeeksAgo() {
  const { provider, sourceId } = await connected(3, 1);
  await sync(sourceId);
  await sql("UPDATE source SET last_complete_at = $2 WHERE id = $1", [sourceId, readAt]);
  return { provider, sourceId };
}

const isSilent = {
  overview: { whole: false, answers: false, failing: true, complete: 0, lastReadAt: readAt },
  lists: { unread: false, partial: false, failed: readAt },
  bar: readAt,
  source: { status: "failed", lastCompleteAt: readAt },
  identity: { lastReadAt: readAt, failure: expect.any(String) },
};

it("a source that is read whole is so on every page, until it fails; then on none", async () => {
  const { provider, sourceId } = await readWeeksAgo();
  expect(await said(sourceId)).toMatchObject({
    overview: { whole: true, answers: true, complete: 2, streams: 2 },
    lists: { unread: false, partial: false, failed: null },
    bar: null,
    source: { status: "ok", coverage: "2 of 2 streams" },
  });
  provider.fault = () => ({ status: 401 });
  expect((await sync(sourceId)).run.state).toBe("failed");
  const after = await said(sourceId);
  expect(after).toMatchObject(isSilent);
  expect(after.overview?.sentence).toBe("No answer at the last sync; before it 2 of 2 streams");
  expect(after.source.coverage).toBe(after.overview?.sentence);

  const other = await connected(3, 1);
  await sync(other.sourceId);
  const told = async (source: string) => (await getCoverage(analyst, { source })).failed.length;
  expect([await told(sourceId), await told(other.sourceId)]).toEqual([1, 0]);
});

it("a source that gave no stream was not read in part, and its time stays the old one", async () => {
  const { provider, sourceId } = await readWeeksAgo();
  provider.fault = (stream) => (stream === "users" || stream === "keys" ? { status: 418 } : null);
  expect((await sync(sourceId)).run.state).toBe("partial");
  expect(await said(sourceId)).toMatchObject(isSilent);
});

it("a sync that is cancelled does not mend a source that failed", async () => {
  const { provider, sourceId } = await readWeeksAgo();
  provider.fault = () => ({ status: 401 });
  await sync(sourceId);
  const runId = await insertRun(sourceId);
  provider.fault = async (stream) => {
    if (stream === "users") await cancelSync(analyst, { runId });
    return null;
  };
  await runSync(runId, running, quick);
  expect((await db().syncRun.findUniqueOrThrow({ where: { id: runId } })).state).toBe("cancelled");
  expect(await said(sourceId)).toMatchObject(isSilent);
  provider.fault = null;
  await sync(sourceId);
  expect((await said(sourceId)).overview).toMatchObject({ whole: true, answers: true });
});

it("a source that was never read is whole nowhere", async () => {
  const { sourceId } = await connected(1);
  expect(await said(sourceId)).toMatchObject({
    overview: { whole: false, answers: true, complete: 0, lastReadAt: null },
    lists: { unread: true, partial: false, failed: null },
    source: { status: "never_synced", coverage: "Not read yet (2 streams)" },
  });
});
