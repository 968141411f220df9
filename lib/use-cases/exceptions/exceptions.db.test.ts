import { describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { newId } from "../ingest/new-id";
import { scoreDue } from "../scoring/score-due";
import { advanceExceptions } from "./advance-exceptions";
import { approveException, rejectException, withdrawException } from "./decide";
import { getException } from "./get-exception";
import { requestException } from "./request-exception";
import {
  ann,
  ask,
  at,
  bob,
  excepted,
  finding,
  inDays,
  lastAudit,
  later,
  now,
  reason,
  someone,
  setUpExceptedFindings,
} from "@/lib/testing/excepted-findings";

setUpExceptedFindings();

const openOf = async (id: string) =>
  (await db().identity.findUniqueOrThrow({ where: { id } })).openFindings;

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
});
