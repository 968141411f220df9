import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { newId } from "../ingest/new-id";
import { provideConnector } from "../sources/connector-entries";
import { scoreDue } from "../scoring/score-due";
import { advanceExceptions } from "./advance-exceptions";
import { approveException, rejectException, withdrawException } from "./decide";
import { getException } from "./get-exception";
import { listExceptions } from "./list-exceptions";
import { previewException } from "./preview-exception";
import { requestException } from "./request-exception";

useDatabase();

const day = 86_400_000;
const ann = personContext("analyst", { personId: newId() });
const bob = personContext("analyst", { personId: newId() });
const eve = personContext("admin", { personId: newId() });
const start = new Date();
let now = start;
const at = (ctx: typeof ann): typeof ann => ({
  ...ctx,
  now,
  actor: ctx.actor.type === "person" ? { ...ctx.actor, steppedUpAt: now } : ctx.actor,
});
const inDays = (days: number): Date => new Date(now.getTime() + days * day);
const later = (days: number): void => void (now = inDays(days));

let sourceId = "";
let count = 0;
const reason = "The vendor ships the fix next month";

/** An identity with a key and findings, as a real sync and scoring leave it. */
async function someone(): Promise<{ identityId: string; findingId: string }> {
  const name = `user-${(count += 1)}`;
  await ingest(sourceId, [fakeUser(name), fakeKey(`${name}-key`, name)]);
  await scoreDue(new Date());
  const identity = await db().identity.findFirstOrThrow({ where: { sourceId, externalId: name } });
  const finding = await db().finding.findFirstOrThrow({
    where: { identityId: identity.id, ruleId: "nhi1-no-owner" },
  });
  return { identityId: identity.id, findingId: finding.id };
}
const finding = (id: string) => db().finding.findUniqueOrThrow({ where: { id } });
const openOf = async (id: string) =>
  (await db().identity.findUniqueOrThrow({ where: { id } })).openFindings;
const lastAudit = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

const ask = (findingId: string, days = 20, who = ann) =>
  requestException(at(who), {
    findingId,
    reason,
    controls: ["other"],
    controlsNote: "Every call is logged",
    endsAt: inDays(days),
  });
async function excepted(findingId: string, days = 20): Promise<string> {
  const { exceptionId } = await ask(findingId, days);
  await approveException(at(bob), { exceptionId });
  return exceptionId;
}

beforeAll(async () => {
  provideConnector(fakeConnector);
  sourceId = await insertSource();
});
beforeEach(() => {
  now = start;
});

describe("an exception", () => {
  test("shows its finding as excepted, not resolved, and opens it again by itself at its end", async () => {
    const { identityId, findingId } = await someone();
    const before = await openOf(identityId);
    const { exceptionId, state } = await ask(findingId);
    expect(state).toBe("requested");
    expect(await lastAudit()).toMatchObject({
      event: "exception.requested",
      outcome: "done",
      targetId: exceptionId,
    });
    expect((await finding(findingId)).state).toBe("open");

    await approveException(at(bob), { exceptionId });
    expect(await finding(findingId)).toMatchObject({ state: "excepted", exceptionId });
    expect(await openOf(identityId)).toBe(before - 1);
    await scoreDue(new Date());
    expect(await finding(findingId)).toMatchObject({ state: "excepted", exceptionId });
    expect(await openOf(identityId)).toBe(before - 1);

    later(14);
    expect(await advanceExceptions(now)).toBe(0);
    later(1.1);
    expect(await advanceExceptions(now)).toBe(1);
    expect((await getException(at(ann), { exceptionId })).state).toBe("expiring");
    expect((await finding(findingId)).state).toBe("excepted");
    later(5);
    expect(await advanceExceptions(now)).toBe(1);
    expect(await advanceExceptions(now)).toBe(0);
    expect(await finding(findingId)).toMatchObject({
      state: "open",
      exceptionId: null,
      reopenCount: 1,
      resolvedAt: null,
    });
    expect(await openOf(identityId)).toBe(before);
    expect(await lastAudit()).toMatchObject({ event: "exception.advanced", actorType: "system" });
    const told = await db().identityEvent.findMany({ where: { identityId, kind: "exception" } });
    expect(told.map((line) => line.summary).join("\n")).toMatch(
      /asked[^]*approved[^]*ends on[^]*open again/,
    );
  });

  test("about a rule covers what the rule finds only later, and nothing of other rules", async () => {
    const { identityId, findingId } = await someone();
    const ruleId = (await finding(findingId)).ruleId;
    const { exceptionId } = await requestException(at(ann), {
      identityId,
      ruleId,
      reason,
      controls: ["other"],
      controlsNote: "Watched",
      endsAt: inDays(10),
    });
    await approveException(at(bob), { exceptionId });
    await sql("DELETE FROM finding WHERE id = $1::uuid", [findingId]);
    await sql(
      "UPDATE identity_scoring SET rescore_at = now(), verdicts = NULL WHERE identity_id = $1::uuid",
      [identityId],
    );
    await scoreDue(new Date());
    const rows = await db().finding.findMany({ where: { identityId } });
    expect(rows.filter((row) => row.ruleId === ruleId).map((row) => row.state)).toEqual([
      "excepted",
    ]);
    expect(rows.filter((row) => row.ruleId !== ruleId).every((row) => row.state === "open")).toBe(
      true,
    );
    expect(await openOf(identityId)).toBe(rows.length - 1);
  });

  test("whose finding's cause is gone resolves it; back again, the finding is excepted, not open", async () => {
    const { identityId, findingId } = await someone();
    const personId = newId();
    await db().person.create({
      data: { id: personId, email: `${personId}@example.com`, name: "O", role: "owner" },
    });
    const exceptionId = await excepted(findingId);
    const own = async (owner: string | null) => {
      await db().identity.update({ where: { id: identityId }, data: { ownerId: owner } });
      await sql("UPDATE identity_scoring SET rescore_at = now() WHERE identity_id = $1::uuid", [
        identityId,
      ]);
      await scoreDue(new Date());
    };
    await own(personId);
    expect(await finding(findingId)).toMatchObject({ state: "resolved", exceptionId: null });
    await own(null);
    expect(await finding(findingId)).toMatchObject({ state: "excepted", exceptionId });
    await withdrawException(at(ann), { exceptionId, reason: "No longer needed" });
    expect(await finding(findingId)).toMatchObject({ state: "open", exceptionId: null });
  });

  test("may last at most what the policy allows for the identity", async () => {
    const { findingId } = await someone();
    const { exceptionDays } = await previewException(at(ann), { findingId });
    await expect(ask(findingId, exceptionDays + 0.1)).rejects.toThrow(
      `The policy allows at most ${exceptionDays} days`,
    );
    await expect(ask(findingId, 0)).rejects.toThrow("The end must lie after the beginning");
    await ask(findingId, exceptionDays);
  });

  test("is shorter for an AI credential, and shorter still where no person is in the loop", async () => {
    const { identityId, findingId } = await someone();
    const most = async () => (await previewException(at(ann), { findingId })).exceptionDays;
    const become = (columns: string) =>
      sql(`UPDATE identity SET ${columns} WHERE id = $1::uuid`, [identityId]);
    await become("identity_class = 'legacy_application', environment = 'staging'");
    const legacy = await most();
    await become("identity_class = 'ai_tool_token', environment = 'unknown', stage = 'unknown'");
    const assistant = await most();
    await become("environment = 'production'");
    const agent = await most();
    expect(legacy).toBeGreaterThan(assistant);
    expect(assistant).toBeGreaterThan(agent);
  });

  test("is approved by somebody else who just proved who they are, and only once", async () => {
    const { findingId } = await someone();
    const { exceptionId } = await ask(findingId);
    await expect(approveException(at(ann), { exceptionId })).rejects.toThrow(
      "other than the person",
    );
    expect(await lastAudit()).toMatchObject({ event: "exception.approve", outcome: "refused" });
    const unproven = { ...at(bob), actor: { ...bob.actor, steppedUpAt: null } as never };
    await expect(approveException(unproven, { exceptionId })).rejects.toThrow(
      "Confirm that it is you",
    );
    const both = await Promise.allSettled([
      approveException(at(bob), { exceptionId }),
      approveException(at(eve), { exceptionId }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(ask(findingId, 5, bob)).resolves.toMatchObject({ state: "requested" });
    await expect(ask(findingId, 5, eve)).rejects.toThrow("already waits for a decision");
  });

  test("counts renewals under whatever name, and from the third on an administrator decides", async () => {
    const { findingId } = await someone();
    let exceptionId = await excepted(findingId);
    for (const renewals of [1, 2]) {
      later(10);
      const next = await excepted(findingId);
      expect((await getException(at(ann), { exceptionId })).state).toBe("renewed");
      expect((await getException(at(ann), { exceptionId: next })).renewals).toBe(renewals);
      expect(await finding(findingId)).toMatchObject({ state: "excepted", exceptionId: next });
      exceptionId = next;
    }
    later(21);
    await advanceExceptions(now);
    await advanceExceptions(now);
    expect((await finding(findingId)).state).toBe("open");
    const third = await ask(findingId);
    const detail = await getException(at(ann), { exceptionId: third.exceptionId });
    expect(detail).toMatchObject({ renewals: 3, needsAdministrator: true });
    expect(detail.before).toHaveLength(3);
    const { exceptionId: id } = third;
    await expect(approveException(at(bob), { exceptionId: id })).rejects.toThrow(
      "an administrator must decide",
    );
    await approveException(at(eve), { exceptionId: id });
    expect((await finding(findingId)).state).toBe("excepted");
  });

  test("stores how each control stood by the facts, and is refused when every one fails", async () => {
    const { findingId } = await someone();
    const { exceptionId } = await requestException(at(ann), {
      findingId,
      reason,
      controls: ["narrow_role", "monitoring", "fast_revocation"],
      endsAt: inDays(5),
    });
    const { checks } = await getException(at(bob), { exceptionId });
    expect(checks.map((one) => one.control)).toEqual([
      "narrow_role",
      "monitoring",
      "fast_revocation",
    ]);
    for (const one of checks) expect(one.because.length).toBeGreaterThan(5);
    expect(checks[2]).toMatchObject({ state: "fail" });
    await rejectException(at(bob), { exceptionId, reason: "Fix it instead" });
    expect((await finding(findingId)).state).toBe("open");
    const weak = await requestException(at(ann), {
      findingId,
      reason,
      controls: ["fast_revocation"],
      endsAt: inDays(5),
    });
    await expect(approveException(at(bob), { exceptionId: weak.exceptionId })).rejects.toThrow(
      "Every compensating control that it names fails",
    );
  });

  test("that begins later changes nothing before, and an unanswered request lapses", async () => {
    const { findingId } = await someone();
    const { exceptionId } = await requestException(at(ann), {
      findingId,
      reason,
      controls: ["other"],
      controlsNote: "Watched",
      startsAt: inDays(3),
      endsAt: inDays(9),
    });
    expect((await approveException(at(bob), { exceptionId })).state).toBe("approved");
    expect((await finding(findingId)).state).toBe("open");
    later(3);
    await advanceExceptions(now);
    expect((await finding(findingId)).state).toBe("excepted");
    const other = await someone();
    const { exceptionId: waiting } = await ask(other.findingId, 2);
    later(2);
    await advanceExceptions(now);
    expect((await getException(at(ann), { exceptionId: waiting })).state).toBe("expired");
    expect((await finding(other.findingId)).state).toBe("open");
  });

  test("of low risk approves itself for as long as the policy lets it, and says so", async () => {
    const { identityId, findingId } = await someone();
    const facts = (await db().identity.findUniqueOrThrow({ where: { id: identityId } }))
      .facts as object;
    const level = {
      state: "known",
      value: { level: "read", reasons: [] },
      source: "t",
      observedAt: now,
    };
    await db().identity.update({
      where: { id: identityId },
      data: {
        environment: "test",
        riskBand: "low",
        identityClass: "legacy_application",
        facts: { ...facts, privilege: level } as never,
      },
    });
    await db().finding.update({ where: { id: findingId }, data: { severity: "low" } });
    const quick = (days: number) =>
      requestException(at(ann), {
        findingId,
        reason,
        controls: ["narrow_role"],
        endsAt: inDays(days),
      });
    const { exceptionId, state } = await quick(14);
    expect(state).toBe("active");
    expect(await getException(at(ann), { exceptionId })).toMatchObject({
      automatic: true,
      decidedBy: "The policy",
      decision: "Low risk, for at most 14 days",
    });
    expect((await finding(findingId)).state).toBe("excepted");
    expect((await quick(14)).state).toBe("requested");
  });
});

describe("who may", () => {
  test("an owner asks for and sees only what is theirs; others are refused and written down", async () => {
    const { identityId, findingId } = await someone();
    const personId = newId();
    const owner = personContext("owner", { personId });
    await expect(ask(findingId, 5, owner)).rejects.toThrow("not yours");
    await db().person.create({
      data: { id: personId, email: `${personId}@example.com`, name: "Olga", role: "owner" },
    });
    await db().identity.update({ where: { id: identityId }, data: { ownerId: personId } });
    const { exceptionId } = await ask(findingId, 5, owner);
    expect((await listExceptions(at(owner), {})).items.map((item) => item.id)).toEqual([
      exceptionId,
    ]);
    const other = personContext("owner", { personId: newId() });
    await expect(getException(at(other), { exceptionId })).rejects.toThrow("not yours");
    await expect(withdrawException(at(other), { exceptionId, reason })).rejects.toThrow(
      "not yours",
    );
    await expect(approveException(at(owner), { exceptionId })).rejects.toThrow("Your role");
    expect(await lastAudit()).toMatchObject({ event: "exception.approve", outcome: "refused" });
    for (const role of ["auditor", "manager"] as const) {
      const ctx = at(personContext(role));
      await expect(ask(findingId, 5, ctx)).rejects.toThrow("Your role");
      await expect(rejectException(ctx, { exceptionId, reason })).rejects.toThrow("Your role");
      expect(await lastAudit()).toMatchObject({ event: "exception.reject", outcome: "refused" });
      expect((await listExceptions(ctx, {})).counts.open).toBeGreaterThan(0);
    }
    await expect(listExceptions(anonymousContext(), {})).rejects.toThrow("Sign in");
  });
});
