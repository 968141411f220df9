import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { insertRun } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { getCoverage } from "../identities/get-coverage";
import { scoreDue } from "../scoring/score-due";
import { getRun } from "./list-runs";
import { getSource } from "./list-sources";
import { runSync } from "./run-sync";
import { connected, live, quick, running, sync, setUpQuickSync } from "@/lib/testing/quick-sync";

setUpQuickSync();

describe("a sync", () => {
  it("reads every record once, lists Muster's own credential and is fresh afterwards", async () => {
    const { sourceId } = await connected(1_200, 2);
    const { run } = await sync(sourceId);
    expect(run.state).toBe("succeeded");
    expect(await live(sourceId)).toBe(1_201);
    expect(await db().credential.count({ where: { sourceId } })).toBe(2_400);
    const own = await db().identity.findFirstOrThrow({
      where: { sourceId, detail: "muster.connector" },
    });
    expect(own).toMatchObject({ externalId: "muster:self", identityClass: "infrastructure" });
    const source = await getSource(personContext("manager"), { sourceId });
    expect(source).toMatchObject({ status: "ok", coverage: "2 of 2 streams", identities: 1_201 });
    expect(source.lastCompleteAt).not.toBeNull();
    expect(JSON.stringify(source)).not.toContain('"token"');
  });

  it("writes almost nothing when nothing changed", async () => {
    const { sourceId } = await connected(1_000, 1);
    await sync(sourceId);
    const versions = () =>
      sql("SELECT xmin::text FROM identity WHERE source_id = $1 AND stream = 'users' ORDER BY id", [
        sourceId,
      ]);
    const before = await versions();
    const events = await db().identityEvent.count();
    const { run } = await sync(sourceId);
    expect(run.outcome).toMatchObject({ created: 0, changed: 0, unchanged: 2_000, missing: 0 });
    expect(await versions()).toEqual(before);
    expect(await db().identityEvent.count()).toBe(events);
    expect(await db().syncSeen.count()).toBe(0);
  });

  it("tells on the timeline what changed, from what to what, and what came back", async () => {
    const { provider, sourceId } = await connected(20);
    await sync(sourceId);
    provider.users.set("u-1", fakeUser("u-1", { status: "disabled" }));
    provider.users.delete("u-2");
    await sync(sourceId);
    provider.users.set("u-2", fakeUser("u-2"));
    await sync(sourceId);
    const events = await sql<{ external_id: string; kind: string; change: object }>(
      `SELECT i.external_id, e.kind, e.change FROM identity_event e JOIN identity i ON i.id = e.identity_id
       WHERE i.source_id = $1 ORDER BY e.at, e.id`,
      [sourceId],
    );
    expect(events).toEqual([
      {
        external_id: "u-1",
        kind: "changed",
        change: { status: { from: "active", to: "disabled" } },
      },
      { external_id: "u-2", kind: "missing", change: null },
      { external_id: "u-2", kind: "reappeared", change: null },
    ]);
  });

  it("tells a list of sources that it may not be whole, by the name of the one that was read in part", async () => {
    const { provider, sourceId } = await connected(10, 1);
    const { name } = await db().source.update({
      where: { id: sourceId },
      data: { name: `In part ${sourceId}` },
    });
    provider.fault = (stream) => (stream === "keys" ? { status: 403 } : null);
    await sync(sourceId);
    expect((await getCoverage(personContext("analyst"), {})).partial).toContain(name);
    provider.fault = null;
    await sync(sourceId);
    expect((await getCoverage(personContext("analyst"), {})).partial).not.toContain(name);
  });

  it("is up to date where only the provider or its plan limits what can be read", async () => {
    const { provider, sourceId } = await connected(10, 1);
    await sync(sourceId);
    const gaps = [{ reason: "not_offered", scope: "fake", message: "There is no list of keys." }];
    const body = { records: [], nextCursor: null, complete: false, gaps };
    provider.fault = (stream) => (stream === "keys" ? { status: 200, body } : null);
    await sync(sourceId);
    const source = await getSource(personContext("admin"), { sourceId });
    expect(source).toMatchObject({
      status: "ok",
      coverage: "1 of 2 streams; limited by the provider for 1",
    });
    expect(source.streams[1]?.gaps[0]?.message).toBe("There is no list of keys.");
    expect(await db().credential.count({ where: { sourceId, missingSince: null } })).toBe(10);
  });

  it("counts failed connections in a row: those before one that worked are over", async () => {
    const { provider, sourceId } = await connected(10);
    provider.fault = (stream) => (stream === "verify" ? { status: 503 } : null);
    const runId = await insertRun(sourceId);
    for (let n = 0; n < 3; n += 1) {
      await sql("UPDATE sync_run SET not_before = NULL WHERE id = $1", [runId]);
      expect(await runSync(runId, running, quick)).toBe("waits");
    }
    const progress = async () =>
      (await db().syncRun.findUniqueOrThrow({ where: { id: runId } })).progress;
    expect(await progress()).toMatchObject({ connectAttempt: 3 });
    provider.fault = null;
    await sql("UPDATE sync_run SET not_before = NULL WHERE id = $1", [runId]);
    expect(await runSync(runId, running, quick)).toBe("ended");
    expect(await progress()).not.toHaveProperty("connectAttempt");
  });

  it("forgets an owner whom the source no longer names, but not what people decided", async () => {
    const { provider, sourceId } = await connected(4);
    const hint = (n: number, candidate: string) =>
      ({
        type: "owner_hint",
        identityExternalId: `u-${n}`,
        method: "tag",
        candidate,
        evidence: "tag owner",
      }) as const;
    const hints = [hint(0, "a@example.com"), hint(1, "b@example.com"), hint(2, "c@example.com")];
    for (const [at, record] of hints.entries()) provider.users.set(`hint-${at}`, record);
    await sync(sourceId);
    await scoreDue(new Date());
    const states = () =>
      sql(
        `SELECT i.external_id AS id, i.owner_state AS state, array_agg(c.candidate) AS candidates
         FROM identity i LEFT JOIN owner_candidate c ON c.identity_id = i.id
         WHERE i.source_id = $1 AND i.stream = 'users' GROUP BY 1, 2 ORDER BY 1`,
        [sourceId],
      );
    await sql("UPDATE owner_candidate SET rejected_at = now() WHERE candidate = 'b@example.com'");
    provider.users.delete("hint-0");
    provider.users.delete("hint-1");
    provider.fault = (stream) => (stream === "keys" ? { status: 418 } : null);
    expect((await sync(sourceId)).run.state).toBe("partial");
    expect(await db().ownerCandidate.count()).toBe(3);
    provider.fault = null;
    expect((await sync(sourceId)).run.state).toBe("succeeded");
    await scoreDue(new Date());
    expect(await states()).toEqual([
      { id: "u-0", state: "none", candidates: [null] },
      { id: "u-1", state: "inferred", candidates: ["b@example.com"] },
      { id: "u-2", state: "inferred", candidates: ["c@example.com"] },
      { id: "u-3", state: "none", candidates: [null] },
    ]);
  });

  it("says what it reads by its title, not by the id of a stream", async () => {
    const { sourceId } = await connected(1_000);
    const runId = await insertRun(sourceId);
    expect(await runSync(runId, running, { ...quick, sliceMs: 0 })).toBe("continues");
    const { next } = await getRun(personContext("analyst"), { runId });
    expect(next).toBe("Reading: Users; 1 more after it.");
    const { run } = await getSource(personContext("analyst"), { sourceId });
    expect(run?.next).toBe(next);
  });

  it("goes on from its cursor after a slice, without reading a page twice", async () => {
    const { provider, sourceId } = await connected(2_000);
    const runId = await insertRun(sourceId);
    let slices = 0;
    while ((await runSync(runId, running, { ...quick, sliceMs: 0 })) === "continues") slices += 1;
    expect(slices).toBe(5);
    expect(provider.requests).toBe(1 + 4 + 1); // verify once, four pages of users, one of keys
    expect(await live(sourceId)).toBe(2_001);
  });
});

describe("scoring after a sync", () => {
  it("scores every identity once and again only when something changed", async () => {
    const { provider, sourceId } = await connected(300, 1);
    await sync(sourceId);
    const first = await scoreDue(new Date());
    expect(first.scored).toBeGreaterThanOrEqual(301);
    const unscored = await db().identity.count({
      where: { sourceId, scoring: { scoredAt: null } },
    });
    expect(unscored).toBe(0);
    expect((await scoreDue(new Date())).scored).toBe(0);
    provider.users.set("u-1", fakeUser("u-1", { status: "disabled" }));
    await sync(sourceId);
    expect((await scoreDue(new Date())).scored).toBe(1);
    const rollup = await db().identityRollup.aggregate({
      where: { sourceId },
      _sum: { identities: true },
    });
    expect(rollup._sum.identities).toBe(301);
    const day = await db().dailySnapshot.aggregate({
      where: { sourceId },
      _sum: { identities: true },
    });
    expect(day._sum.identities).toBe(301);
  });
});
