import { beforeAll, describe, expect, test } from "vitest";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import type { PolicyDocument } from "@/lib/domain/policy/policy";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { newId } from "../ingest/new-id";
import { scoreDue } from "../scoring/score-due";
import { activePolicy } from "./active-policy";
import { activatePolicy, restorePolicy } from "./change-policy";
import { getPolicy } from "./get-policy";
import { previewPolicy } from "./preview-policy";

useDatabase();

const admin = personContext("admin", { personId: newId() });
const reason = "Keys must turn over every day";
const when = { classes: [], tiers: [], environments: [], privileges: [] };
/** Everything must be used and rotated daily. */
const strict: PolicyDocument = {
  base: { ...builtInPolicy.base, rotationDays: 1, dormantDays: 1, graceDays: 1 },
  lines: builtInPolicy.lines
    .map((line) => {
      const { rotationDays: _r, dormantDays: _d, graceDays: _g, ...set } = line.set;
      return { ...line, set };
    })
    .filter((line) => Object.keys(line.set).length > 0),
};
const openKeys = async () =>
  (await db().finding.findMany({ where: { state: "open" } })).map((row) => row.findingKey).sort();

beforeAll(async () => {
  const sourceId = await insertSource();
  for (let n = 0; n < 12; n += 1)
    await ingest(sourceId, [fakeUser(`u-${n}`), fakeKey(`k-${n}`, `u-${n}`)]);
  const created = new Date(Date.now() - 20 * 86_400_000).toISOString();
  await sql(
    `UPDATE credential SET facts = facts || jsonb_build_object('createdAt', jsonb_build_object(
       'state', 'known', 'value', $1::text, 'source', 'test', 'observedAt', $1::text))`,
    [created],
  );
  await scoreDue(new Date());
});

describe("a policy", () => {
  test("that is not in force yet says exactly what the rescoring by it then finds", async () => {
    const before = await openKeys();
    const seen = await previewPolicy(admin, { document: strict });
    expect(seen.looked).toBe(12);
    expect(seen.changes).toBeGreaterThan(0);
    expect(await openKeys()).toEqual(before);
    const { number } = await activatePolicy(admin, { document: strict, reason, basedOn: 1 });
    expect(number).toBe(2);
    await scoreDue(new Date());
    const after = await openKeys();
    const fails = after.filter((key) => !before.includes(key));
    const passes = before.filter((key) => !after.includes(key));
    const count = (which: "fails" | "passes", by: { fails: number; passes: number }[]) =>
      by.reduce((sum, one) => sum + one[which], 0);
    for (const by of [seen.byRule, seen.byClass, seen.byOwner]) {
      expect(count("fails", by)).toBe(fails.length);
      expect(count("passes", by)).toBe(passes.length);
    }
    expect(seen.items.filter((one) => one.fails)).toHaveLength(fails.length);
    for (const one of seen.items.filter((item) => item.fails))
      expect(fails.some((key) => key.startsWith(`${one.ruleId}:${one.identityId}:`))).toBe(true);
  });

  test("in force is kept with author, reason and what it changed, and is brought back as a new version", async () => {
    const { number } = await restorePolicy(admin, { number: 1, reason: "Too strict", basedOn: 2 });
    expect(number).toBe(3);
    await scoreDue(new Date());
    expect((await previewPolicy(admin, { document: builtInPolicy })).changes).toBe(0);
    const { versions, document } = await getPolicy(admin, {});
    expect(document).toEqual(builtInPolicy);
    expect(versions.map((one) => [one.number, one.restoredFrom])).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ]);
    expect(versions[1]).toMatchObject({ author: "Test admin", reason });
    expect(versions[1]!.changes).toContainEqual({
      when: "",
      limit: "rotationDays",
      before: builtInPolicy.base.rotationDays,
      after: 1,
    });
    const audit = await db().auditEvent.findMany({ where: { targetType: "policy_version" } });
    expect(audit.map((row) => [row.event, row.targetId])).toEqual([
      ["policy.activated", "2"],
      ["policy.restored", "3"],
    ]);
  });

  test("cannot be rewritten or removed, not even in the database", async () => {
    await expect(sql("UPDATE policy_version SET reason = 'x' WHERE number = 2")).rejects.toThrow(
      "cannot be changed",
    );
    await expect(sql("DELETE FROM policy_version WHERE number = 2")).rejects.toThrow(
      "cannot be changed",
    );
  });

  test("that somebody wrote over another one which came between is refused, and of two at once one wins", async () => {
    const next = (rotationDays: number): PolicyDocument => ({
      ...builtInPolicy,
      base: { ...builtInPolicy.base, rotationDays },
    });
    await expect(activatePolicy(admin, { document: next(80), reason, basedOn: 2 })).rejects.toThrow(
      "Version 3 came into force meanwhile",
    );
    const both = await Promise.allSettled(
      [80, 70].map((days) => activatePolicy(admin, { document: next(days), reason, basedOn: 3 })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await activePolicy()).number).toBe(4);
  });

  test("that says nothing new or nonsense is refused", async () => {
    const { document } = await activePolicy();
    await expect(activatePolicy(admin, { document, reason, basedOn: 4 })).rejects.toThrow(
      "says the same",
    );
    const nonsense = { ...document, lines: [{ when, set: { rotationDays: 3 } }] };
    await expect(activatePolicy(admin, { document: nonsense, reason, basedOn: 4 })).rejects.toThrow(
      "name at least one class",
    );
    const never = { ...document, base: { ...document.base, rotationDays: 0 } };
    await expect(activatePolicy(admin, { document: never, reason, basedOn: 4 })).rejects.toThrow(
      "rotationDays",
    );
  });

  test("is changed only by an administrator who just proved who they are; attempts are written down", async () => {
    const document = strict;
    for (const role of ["analyst", "owner", "manager", "auditor"] as const)
      await expect(
        activatePolicy(personContext(role), { document, reason, basedOn: 4 }),
      ).rejects.toThrow("Your role");
    const last = await db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ event: "policy.activate", outcome: "refused" });
    const unproven = { ...admin, actor: { ...admin.actor, steppedUpAt: null } as never };
    await expect(activatePolicy(unproven, { document, reason, basedOn: 4 })).rejects.toThrow(
      "Confirm",
    );
    await expect(restorePolicy(unproven, { number: 1, reason, basedOn: 4 })).rejects.toThrow(
      "Confirm",
    );
    await expect(getPolicy(personContext("owner"), {})).rejects.toThrow("Your role");
  });
});
