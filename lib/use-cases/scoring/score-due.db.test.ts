import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { explainIdentity } from "./explain-identity";
import { scoreDue } from "./score-due";

useDatabase();
let sourceId: string;
beforeAll(async () => {
  sourceId = await insertSource();
});

const personId = "00000000-0000-7000-8000-000000000001";
const touch = (externalId: string, columns = "") =>
  sql(
    `WITH touched AS (UPDATE identity SET external_id = external_id${columns} WHERE external_id = $1 RETURNING id)
     UPDATE identity_scoring q SET rescore_at = now() FROM touched t WHERE q.identity_id = t.id`,
    [externalId],
  );
const newVersion = () =>
  sql(`UPDATE setting SET value = value || '{"version": 0}' WHERE name = 'scoring.sweep'`);
const scoring = (identityId: string) =>
  db().identityScoring.findUniqueOrThrow({ where: { identityId } });
const identity = (externalId: string) =>
  db().identity.findFirstOrThrow({ where: { sourceId, externalId } });

describe("scoring", () => {
  it("gives every identity a score with its reasons, its rotation state and its findings", async () => {
    await ingest(sourceId, [fakeUser("a"), fakeKey("a-1", "a"), fakeKey("a-2", "a")]);
    expect(await scoreDue(new Date())).toEqual({ scored: 1, isUnfinished: false });
    const row = await identity("a");
    expect(row.riskScore).toBeGreaterThan(0);
    const { breakdown: reasons } = await explainIdentity(row.id, new Date());
    expect(reasons).toHaveLength(9);
    expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(row.riskScore);
    expect(row).toMatchObject({ credentialCount: 2, ownerState: "none" });
    expect((await scoring(row.id)).rescoreAt!.getTime()).toBeGreaterThan(Date.now());
    const open = await db().finding.findMany({ where: { identityId: row.id, state: "open" } });
    expect(row.openFindings).toBe(open.length);
    expect(open.map((finding) => finding.ruleId)).toContain("nhi1-no-owner");
    const keys = open.map((finding) => finding.findingKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("keeps a finding's identity: it resolves by itself, and reopens as the same one", async () => {
    const { id } = await identity("a");
    const finding = () =>
      db().finding.findFirstOrThrow({ where: { identityId: id, ruleId: "nhi1-no-owner" } });
    const first = await finding();
    await db().person.create({
      data: { id: personId, email: "owner@example.com", name: "O", role: "owner" },
    });
    await touch("a", `, owner_id = '${personId}'`);
    await scoreDue(new Date());
    expect(await finding()).toMatchObject({
      id: first.id,
      state: "resolved",
      resolvedBecause: "The rule no longer finds it",
    });
    expect((await identity("a")).ownerState).toBe("confirmed");
    await touch("a", ", owner_id = NULL");
    await scoreDue(new Date());
    expect(await finding()).toMatchObject({
      id: first.id,
      state: "open",
      reopenCount: 1,
      resolvedAt: null,
    });
    const kinds = await db().identityEvent.findMany({
      where: { identityId: id },
      orderBy: { at: "asc" },
    });
    expect(kinds.map((event) => event.kind)).toContain("finding_resolved");
    expect(kinds.map((event) => event.kind)).toContain("finding_reopened");
  });

  it("infers an owner from hints and never lets a rejected candidate come back", async () => {
    await ingest(sourceId, [
      fakeUser("b"),
      {
        type: "owner_hint",
        identityExternalId: "b",
        method: "tag",
        candidate: "jane@example.com",
        evidence: "tag owner",
      },
    ]);
    await scoreDue(new Date());
    expect(await identity("b")).toMatchObject({
      ownerState: "inferred",
      ownerHint: "jane@example.com",
    });
    await sql("UPDATE owner_candidate SET rejected_at = now()");
    await ingest(sourceId, [
      {
        type: "owner_hint",
        identityExternalId: "b",
        method: "tag",
        candidate: "jane@example.com",
        evidence: "tag Owner",
      },
    ]);
    await touch("b");
    await scoreDue(new Date());
    expect(await identity("b")).toMatchObject({ ownerState: "none", ownerHint: null });
  });

  it("counts other holders of the same public part, also in other sources", async () => {
    const other = await insertSource();
    await ingest(sourceId, [fakeUser("c"), fakeKey("c-1", "c", { fingerprint: "SHA256:same" })]);
    await ingest(other, [fakeUser("d"), fakeKey("d-1", "d", { fingerprint: "SHA256:same" })]);
    await scoreDue(new Date());
    const { id } = await identity("c");
    const rules = await db().finding.findMany({ where: { identityId: id } });
    expect(
      rules.some((finding) => /shared|reuse|same/.test(`${finding.ruleId} ${finding.title}`)),
    ).toBe(true);
  });

  it("does not overwrite a change that arrives while it scores", async () => {
    await ingest(sourceId, [fakeUser("e")]);
    const under = scoreDue(new Date());
    await touch("e");
    await under;
    await scoreDue(new Date());
    const { id } = await identity("e");
    expect((await scoring(id)).rescoreAt!.getTime()).toBeGreaterThan(Date.now());
  });

  it("writes nothing for an identity that it finds as it was", async () => {
    const versions = () =>
      sql(`SELECT i.xmin::text, q.xmin::text AS q FROM identity i
        JOIN identity_scoring q ON q.identity_id = i.id ORDER BY i.id`);
    await scoreDue(new Date());
    const before = await versions();
    const findings = await sql("SELECT xmin::text FROM finding ORDER BY id");
    await newVersion();
    expect((await scoreDue(new Date())).scored).toBe(before.length);
    expect(await versions()).toEqual(before);
    expect(await sql("SELECT xmin::text FROM finding ORDER BY id")).toEqual(findings);
  });

  it("looks at everything again when the policy's version was raised, and goes on where it stopped", async () => {
    const live = await db().identity.count();
    await sql("UPDATE identity SET risk_score = 99, risk_band = 'critical'");
    await newVersion();
    const stopped = await scoreDue(new Date(), { stop: AbortSignal.abort() });
    expect(stopped.isUnfinished).toBe(true);
    await scoreDue(new Date());
    expect(await db().identity.count({ where: { riskScore: 99 } })).toBe(0);
    expect((await scoreDue(new Date())).scored).toBe(0);
    expect(live).toBeGreaterThan(3);
  });

  it("judges what it has kept under a new version, and reads the inventory only where it must", async () => {
    await ingest(sourceId, [fakeUser("f"), fakeUser("g"), fakeUser("h")]);
    await scoreDue(new Date());
    const [f, g] = [await identity("f"), await identity("g")];
    // As no command would: a change that queues nothing.
    await sql(
      "UPDATE identity SET environment = 'production' WHERE external_id IN ('f', 'g', 'h')",
    );
    await sql("UPDATE scoring_input SET shape = 0 WHERE identity_id = $1", [g.id]);
    await touch("h");
    await newVersion();
    await scoreDue(new Date());
    const kept = async (id: string) =>
      (await db().scoringInput.findUniqueOrThrow({ where: { identityId: id } })).input;
    expect((await identity("f")).riskScore).toBe(f.riskScore);
    expect(await kept(f.id)).not.toContain("production");
    for (const name of ["g", "h"]) {
      const seen = await identity(name);
      expect(seen.riskScore).toBeGreaterThan(g.riskScore);
      expect(await kept(seen.id)).toContain("production");
    }
    await scoreDue(new Date(Date.now() + 7 * 86_400_000 + 1_000));
    expect((await identity("f")).riskScore).toBeGreaterThan(f.riskScore);
    expect(await kept(f.id)).toContain("production");
  });

  it("begins a weekly reading again that a new version interrupts", async () => {
    const inTwoWeeks = new Date(Date.now() + 14 * 86_400_000 + 2_000);
    await scoreDue(inTwoWeeks, { stop: AbortSignal.abort() });
    await newVersion();
    await scoreDue(new Date(inTwoWeeks.getTime() + 1_000), { stop: AbortSignal.abort() });
    const setting = await db().setting.findUniqueOrThrow({ where: { name: "scoring.sweep" } });
    const { since, readSince } = setting.value as Record<string, string>;
    expect(readSince).toBe(since);
    await newVersion();
    await sql(`UPDATE setting SET value = value - 'readSince' WHERE name = 'scoring.sweep'`);
    await scoreDue(new Date());
  });

  it("looks at everything once a week: what others share leaves no trace on a row", async () => {
    const inAWeek = new Date(Date.now() + 28 * 86_400_000 + 1_000);
    await scoreDue(inAWeek);
    const setting = await db().setting.findUniqueOrThrow({ where: { name: "scoring.sweep" } });
    expect(setting.value).toMatchObject({ isDone: true, since: inAWeek.toISOString() });
  });
});
