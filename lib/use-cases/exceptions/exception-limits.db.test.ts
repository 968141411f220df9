import { describe, expect, test } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { newId } from "../ingest/new-id";
import { advanceExceptions } from "./advance-exceptions";
import { approveException, rejectException, withdrawException } from "./decide";
import { getException } from "./get-exception";
import { listExceptions } from "./list-exceptions";
import { previewException } from "./preview-exception";
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

const eve = personContext("admin", { personId: newId() });

describe("an exception", () => {
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
