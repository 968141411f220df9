import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { connected, live, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { getSyncState } from "../overview/get-sync-state";
import { confirmRemovals } from "./confirm-removals";
import { listRemovals } from "./list-removals";
import { getRun } from "./list-runs";

setUpQuickSync();

const liveKeys = (sourceId: string) =>
  db().credential.count({ where: { sourceId, missingSince: null } });

/** A candidate for each user, named by a stream of the source. */
async function giveOwners(sourceId: string): Promise<void> {
  await sql(
    `INSERT INTO owner_candidate (id, identity_id, candidate, method, confidence, evidence, stream, last_seen_at)
     SELECT gen_random_uuid(), id, 'olga@example.com', 'tag', 0.9, 'tag owner', 'users', now()
     FROM identity WHERE source_id = $1 AND stream = 'users'`,
    [sourceId],
  );
}

/** All that a sync could mark or forget. */
async function everything(sourceId: string) {
  const of = (text: string) => sql(text, [sourceId]);
  return {
    identities: await of("SELECT id, missing_since FROM identity WHERE source_id = $1 ORDER BY id"),
    keys: await of("SELECT id, missing_since FROM credential WHERE source_id = $1 ORDER BY id"),
    candidates: await of(
      "SELECT c.id FROM owner_candidate c JOIN identity i ON i.id = c.identity_id WHERE i.source_id = $1 ORDER BY c.id",
    ),
    events: await of(
      "SELECT e.id FROM identity_event e JOIN identity i ON i.id = e.identity_id WHERE i.source_id = $1 ORDER BY e.id",
    ),
  };
}

describe("the guard against mass removal (T12)", () => {
  async function halved() {
    const { provider, sourceId } = await connected(100, 1);
    await sync(sourceId);
    await giveOwners(sourceId);
    const before = await everything(sourceId);
    for (let n = 0; n < 50; n += 1) {
      provider.users.delete(`u-${n}`);
      provider.keys.delete(`k-${n}-0`);
    }
    return { provider, sourceId, before, ...(await sync(sourceId)) };
  }

  it("holds a run that would remove more than a fifth, until somebody confirms", async () => {
    const { sourceId, before, runId, run } = await halved();
    expect(run.state).toBe("waiting_for_person");
    expect(await everything(sourceId)).toEqual(before);
    const detail = await getRun(personContext("analyst"), { runId });
    expect(detail.removals).toHaveLength(50);
    expect(detail.next).toBe("Somebody must confirm that 50 identities are gone.");
    await expect(
      confirmRemovals(personContext("auditor"), { runId, decision: "confirm" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await confirmRemovals(personContext("analyst"), { runId, decision: "confirm" });
    expect(await live(sourceId)).toBe(51);
    expect(await liveKeys(sourceId)).toBe(50);
    expect(await db().ownerCandidate.count({ where: { identity: { sourceId } } })).toBe(0);
    expect(await db().syncSeen.count({ where: { runId } })).toBe(0);
    await expect(
      confirmRemovals(personContext("analyst"), { runId, decision: "keep" }),
    ).rejects.toMatchObject({ code: "conflict" });
    const audit = await db().auditEvent.findMany({
      where: { targetId: sourceId, event: "source.removals-decided" },
    });
    expect(audit).toHaveLength(1);
  });

  it("lists all that would go, page by page, however many there are", async () => {
    const { provider, sourceId } = await connected(300);
    await sync(sourceId);
    provider.users.clear();
    const { runId, run } = await sync(sourceId);
    expect(run.outcome).toMatchObject({ heldRemovals: 300 });
    const { waiting, running: reading } = await getSyncState(personContext("auditor"), {});
    expect(waiting.map((one) => one.sourceId)).toContain(sourceId);
    expect(reading.map((one) => one.sourceId)).not.toContain(sourceId);
    const names: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await listRemovals(personContext("auditor"), { runId, after, limit: 120 });
      names.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) break;
      after = page.nextCursor;
    }
    expect(new Set(names).size).toBe(300);
    expect(names).toHaveLength(300);
    await expect(listRemovals(personContext("owner"), { runId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it.each([
    { users: 1_000, gone: 50, state: "succeeded" },
    { users: 1_000, gone: 51, state: "waiting_for_person" },
    { users: 49, gone: 10, state: "succeeded" },
    { users: 49, gone: 11, state: "waiting_for_person" },
  ])("takes $gone gone of $users as $state", async ({ users, gone, state }) => {
    const { provider, sourceId } = await connected(users);
    await sync(sourceId);
    for (let n = 0; n < gone; n += 1) provider.users.delete(`u-${n}`);
    expect((await sync(sourceId)).run.state).toBe(state);
  });

  it("keeps everything when somebody says that the reading is wrong", async () => {
    const { sourceId, before, runId } = await halved();
    await confirmRemovals(personContext("admin"), { runId, decision: "keep" });
    expect(await everything(sourceId)).toEqual(before);
    expect(await db().syncSeen.count({ where: { runId } })).toBe(0);
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run.state).toBe("partial");
  });

  it.each(["identities", "keys"] as const)(
    "asks again about %s that a run before the rejected one had missed",
    async (lost) => {
      const { provider, sourceId } = await connected(40, 1);
      await sync(sourceId);
      const list = lost === "keys" ? provider.keys : provider.users;
      const whole = new Map(list);
      const users = new Map(provider.users);
      const loseHalf = () => [...whole.keys()].slice(0, 30).forEach((id) => list.delete(id));
      loseHalf();
      expect((await sync(sourceId)).run.state).toBe("waiting_for_person");
      for (const [id, record] of whole) list.set(id, record);
      for (let n = 31; n < 40; n += 1) provider.users.delete(`u-${n}`);
      const { runId, run } = await sync(sourceId);
      expect(run.state).toBe("waiting_for_person");
      await confirmRemovals(personContext("admin"), { runId, decision: "keep" });
      expect(await db().syncRemoval.count({ where: { run: { sourceId } } })).toBe(0);
      for (const [id, record] of users) provider.users.set(id, record);
      loseHalf();
      expect((await sync(sourceId)).run.state).toBe("waiting_for_person");
    },
  );

  it("takes a second run that misses the same ones for an answer", async () => {
    const { sourceId, runId } = await halved();
    const second = await sync(sourceId);
    expect(second.run.state).toBe("succeeded");
    expect(await live(sourceId)).toBe(51);
    const first = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(first.state).toBe("partial");
  });

  it("holds a run that gives no keys at all, marks none, and takes a second one for an answer", async () => {
    const { provider, sourceId } = await connected(40, 1);
    await sync(sourceId);
    const before = await everything(sourceId);
    provider.keys.clear();
    const { runId, run } = await sync(sourceId);
    expect(run.state).toBe("waiting_for_person");
    expect((await getRun(personContext("analyst"), { runId })).next).toBe(
      "Somebody must confirm that 40 credentials, grants or trusts are gone.",
    );
    expect(await everything(sourceId)).toEqual(before);
    expect((await sync(sourceId)).run.state).toBe("succeeded");
    expect(await liveKeys(sourceId)).toBe(0);
  });

  it("asks again when the earlier reading without keys was said to be wrong", async () => {
    const { provider, sourceId } = await connected(40, 1);
    await sync(sourceId);
    provider.keys.clear();
    const { runId } = await sync(sourceId);
    await confirmRemovals(personContext("analyst"), { runId, decision: "keep" });
    expect(await liveKeys(sourceId)).toBe(40);
    const second = await sync(sourceId);
    expect(second.run.state).toBe("waiting_for_person");
    const decision = { runId: second.runId, decision: "confirm" } as const;
    await confirmRemovals(personContext("analyst"), decision);
    expect(await liveKeys(sourceId)).toBe(0);
  });

  it("lets the keys of a rotation go without asking", async () => {
    const { provider, sourceId } = await connected(40, 1);
    await sync(sourceId);
    for (let n = 0; n < 15; n += 1) provider.keys.delete(`k-${n}-0`);
    expect((await sync(sourceId)).run.state).toBe("succeeded");
    expect(await liveKeys(sourceId)).toBe(25);
  });
});
