import { describe, expect, it } from "vitest";
import { known } from "@/lib/domain/evidence";
import { db, inTransaction, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { insertRun } from "@/lib/testing/factories";
import { openConnections } from "@/lib/testing/fake-connector";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { cancelSync } from "./cancel-sync";
import { getRun } from "./list-runs";
import { getSource } from "./list-sources";
import { claimRun, fenced, LostClaim } from "./run-claim";
import { runSync } from "./run-sync";
import { connected, live, quick, running, sync, setUpQuickSync } from "@/lib/testing/quick-sync";

setUpQuickSync();

describe("a sync", () => {
  it("keeps the rows of a stream that it may not read, and says which permission is missing", async () => {
    const { provider, sourceId } = await connected(100, 1);
    await sync(sourceId);
    provider.fault = (stream) => (stream === "keys" ? { status: 403 } : null);
    const { run } = await sync(sourceId);
    expect(run.state).toBe("succeeded");
    expect(await db().credential.count({ where: { sourceId, missingSince: null } })).toBe(100);
    const source = await getSource(personContext("admin"), { sourceId });
    expect(source.coverage).toBe("1 of 2 streams; permission missing for 1");
    expect(source.status).toBe("gaps");
    expect(source.streams[1]?.gaps[0]?.permission).toBe("keys:read");
  });

  it("says once what every page of a stream leaves out, and names each thing it leaves out", async () => {
    const { provider, sourceId } = await connected(1_200, 1);
    const all = { reason: "forbidden", scope: "org", message: "Only selected repositories." };
    provider.gaps = (stream, cursor) =>
      stream === "users" ? [all, { ...all, scope: `repo-${cursor}` }] : [];
    await sync(sourceId);
    const source = await getSource(personContext("admin"), { sourceId });
    expect(source.streams[0]).toMatchObject({ state: "incomplete", records: 1_200 });
    const scopes = source.streams[0]?.gaps.map(({ scope }) => scope);
    expect(scopes).toEqual(["org", "repo-", "repo-500", "repo-1000"]);
  });

  it("marks nothing missing when a stream failed, and ends partial", async () => {
    const { provider, sourceId } = await connected(30, 1);
    await sync(sourceId);
    provider.users.delete("u-1");
    provider.fault = (stream) => (stream === "keys" ? { status: 418 } : null);
    const { run } = await sync(sourceId);
    expect(run.state).toBe("partial");
    expect(run.error).toMatchObject({ stream: "keys", code: "unexpected_response" });
    expect(await live(sourceId)).toBe(31);
  });

  it("stops at once when the credential is refused, and keeps everything", async () => {
    const { provider, sourceId } = await connected(30);
    await sync(sourceId);
    provider.fault = () => ({ status: 401 });
    const { run } = await sync(sourceId);
    expect(run).toMatchObject({ state: "failed", error: { code: "unauthorized" } });
    expect(await live(sourceId)).toBe(31);
  });

  it("refuses a cursor that does not advance instead of reading for ever", async () => {
    const { provider, sourceId } = await connected(10);
    provider.fault = (stream, cursor) =>
      stream === "users"
        ? {
            status: 200,
            body: { records: [fakeUser(`x-${cursor}`)], nextCursor: "same", complete: true },
          }
        : null;
    const { run } = await sync(sourceId);
    expect(run).toMatchObject({ state: "partial", error: { code: "unexpected_response" } });
    expect(provider.requests).toBeLessThan(6);
  });

  it.each([2, 3, 7, 20])(
    "notices pages that go round in a circle of %i, after few rounds",
    async (length) => {
      const { provider, sourceId } = await connected(10);
      let pages = 0;
      provider.fault = (stream, cursor) => {
        if (stream !== "users") return null;
        pages += 1;
        const at = Number(cursor || 0);
        const records = [fakeUser(`x-${at}`)];
        const nextCursor = String(at < 4 ? at + 1 : 4 + ((at - 3) % length));
        return { status: 200, body: { records, nextCursor, complete: true } };
      };
      const runId = await insertRun(sourceId);
      // Every page in a slice of its own: the memory of cursors survives in the database.
      while ((await runSync(runId, running, { ...quick, sliceMs: 0 })) === "continues");
      const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
      expect(run).toMatchObject({ state: "partial", error: { stream: "users" } });
      expect(JSON.stringify(run.error)).toContain("go round in a circle");
      expect(pages).toBeLessThan(4 * (4 + length));
    },
  );

  it("waits exactly as long as the provider asks, and shows why and until when", async () => {
    const { provider, sourceId } = await connected(10);
    let refusals = 1;
    provider.fault = (stream) =>
      stream === "users" && refusals-- > 0
        ? { status: 429, headers: { "retry-after": "30" } }
        : null;
    const { runId, step } = await sync(sourceId);
    expect(step).toBe("waits");
    const run = await getRun(personContext("analyst"), { runId });
    expect(run.waiting?.reason).toBe("The provider's rate limit is used up");
    const seconds = (Date.parse(run.waiting?.until ?? "") - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(25);
    expect(await runSync(runId, running, quick)).toBe("not_ours");
    await sql("UPDATE sync_run SET not_before = NULL WHERE id = $1", [runId]);
    expect(await runSync(runId, running, quick)).toBe("ended");
    expect(await live(sourceId)).toBe(11);
  });

  it("gives up a stream after six failures in a row and says so", async () => {
    const { provider, sourceId } = await connected(10);
    provider.fault = (stream) => (stream === "users" ? { status: 503 } : null);
    const runId = await insertRun(sourceId);
    let tries = 0;
    for (; tries < 10; tries += 1) {
      await sql("UPDATE sync_run SET not_before = NULL WHERE id = $1", [runId]);
      if ((await runSync(runId, running, quick)) === "ended") break;
    }
    expect(tries).toBe(5);
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({
      state: "partial",
      error: { code: "unavailable", stream: "users" },
    });
  });

  it("closes every connection whose verification failed, and that of a run claimed by another", async () => {
    const { provider, sourceId } = await connected(1);
    const runId = await insertRun(sourceId);
    provider.fault = (stream) => (stream === "verify" ? { status: 503 } : null);
    for (const _attempt of [1, 2, 3]) {
      expect(await runSync(runId, running, quick)).toBe("waits");
      await sql("UPDATE sync_run SET not_before = NULL WHERE id = $1", [runId]);
    }
    expect(openConnections(provider.url)).toBe(0);
    provider.fault = async (stream) => {
      if (stream === "verify")
        await sql("UPDATE sync_run SET fence = fence + 1 WHERE id = $1", [runId]);
      return null;
    };
    expect(await runSync(runId, running, quick)).toBe("not_ours");
    expect(openConnections(provider.url)).toBe(0);
  });

  it("ends with what is being written when it is cancelled, and keeps it", async () => {
    const { provider, sourceId } = await connected(1_500);
    provider.pageSize = 50;
    const runId = await insertRun(sourceId);
    provider.fault = async (stream, cursor) => {
      if (stream === "users" && cursor === "100")
        await cancelSync(personContext("analyst"), { runId });
      return null;
    };
    expect(await runSync(runId, running, quick)).toBe("ended");
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run.state).toBe("cancelled");
    const users = { runId_name: { runId, name: "users" } };
    const { records, pages } = await db().syncStream.findUniqueOrThrow({ where: users });
    // Two pages before anybody asked, and at most twenty that were read by then.
    expect(pages).toBeLessThanOrEqual(22);
    expect(records).toBe(pages * 50);
    expect(await live(sourceId)).toBe(records);
  });

  it("ends a stream whose page the database refuses, instead of reading it again for ever", async () => {
    const { provider, sourceId } = await connected(1_200, 1);
    await sync(sourceId);
    await inTransaction(async (client) => {
      await client.query("SET LOCAL ROLE NONE");
      await client.query("ALTER TABLE identity ADD CHECK (name <> 'user poison') NOT VALID");
    });
    provider.users.set("poison", fakeUser("poison"));
    provider.keys.set("k", fakeKey("new-key", "u-1"));
    const { run, step } = await sync(sourceId);
    expect(step).toBe("ended");
    expect(run).toMatchObject({
      state: "partial",
      error: { code: "unexpected_response", stream: "users" },
    });
    expect(await live(sourceId)).toBe(1_201);
    expect(await db().credential.count({ where: { sourceId, externalId: "new-key" } })).toBe(1);
  });

  it("leaves out records that cannot be read, counts them as a gap and loses nothing else", async () => {
    const { provider, sourceId } = await connected(10);
    provider.users.set("bad", { ...fakeUser("bad"), name: "" } as never);
    provider.users.set("odd", fakeUser("odd", { name: "nul \u0000 and half \uD800" }));
    const { run } = await sync(sourceId);
    expect(run.state).toBe("succeeded");
    expect(await live(sourceId)).toBe(12);
    const { facts } = fakeUser("old") as { facts: object };
    const createdAt = known("0000-01-01T00:00:00Z", "fake:users", new Date());
    provider.users.set("old", fakeUser("old", { facts: { ...facts, createdAt } }));
    expect((await sync(sourceId)).run.state).toBe("succeeded");
    expect(await live(sourceId)).toBe(12);
    const source = await getSource(personContext("admin"), { sourceId });
    expect(source.coverage).toBe("1 of 2 streams; incomplete for 1");
  });
});

describe("the fence (T02)", () => {
  it("refuses every write of a worker whose run was claimed anew, in 50 rounds", async () => {
    const { sourceId } = await connected(1);
    let accepted = 0;
    for (let round = 0; round < 50; round += 1) {
      const runId = await insertRun(sourceId);
      const zombie = await claimRun(runId, 30_000);
      await sql("UPDATE sync_run SET lease_until = now() - interval '1 s' WHERE id = $1", [runId]);
      const heir = await claimRun(runId, 30_000);
      expect(heir).not.toBeNull();
      const stale = fenced(zombie!, async () => {
        accepted += 1;
      });
      await expect(stale).rejects.toBeInstanceOf(LostClaim);
      await fenced(heir!, (client) =>
        client.query("UPDATE sync_run SET state = 'cancelled' WHERE id = $1", [runId]),
      );
    }
    expect(accepted).toBe(0);
  });
});
