import { describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { allowActions, forbidActions } from "../sources/allow-actions";
import {
  approveOffboarding,
  cancelOffboarding,
  handOverOffboarding,
  reportOffboardingDone,
  retryOffboarding,
  undoOffboarding,
} from "./decide";
import { getCase } from "./get-case";
import { listCases } from "./list-cases";
import { advance, ann, at, bob, clock, day, later, stateOf } from "./testing/case-time";
import {
  canSignIn,
  provider,
  readSource,
  requested,
  setUpWarehouse,
  someRole,
  toldOf,
  warehouse,
  word,
  writer,
} from "./testing/warehouse";

setUpWarehouse();

describe("offboarding at the provider", () => {
  test("a role is planned, approved, disabled, undone, disabled again and deleted, each proven", async () => {
    const { role, identityId } = await someRole();
    const first = await requested(identityId);
    const planned = await getCase(at(ann), { caseId: first });
    expect(planned).toMatchObject({ state: "planned", mode: "provider", watchDays: 30 });
    expect(planned.plan?.steps.map((step) => [step.verb, step.reversible])).toEqual([
      ["disable", "yes"],
      ["delete", "no"],
    ]);
    expect(await canSignIn(role)).toBe(true);

    await approveOffboarding(at(bob), { caseId: first });
    await advance();
    expect(await stateOf(first)).toBe("watching");
    expect(await canSignIn(role)).toBe(false);

    await undoOffboarding(at(bob), { caseId: first, reason: "The nightly job still needs it" });
    await advance();
    expect(await stateOf(first)).toBe("undone");
    expect(await canSignIn(role)).toBe(true);

    const second = await requested(identityId, 2);
    await approveOffboarding(at(bob), { caseId: second });
    await advance();
    later(day);
    await advance();
    expect(await stateOf(second)).toBe("watching");
    later(day + 1000);
    await advance();
    expect(await stateOf(second)).toBe("verified");
    expect(await toldOf(first)).toEqual(["offboarding.approval-wanted", "offboarding.done"]);
    expect(await toldOf(second)).toEqual(["offboarding.approval-wanted", "offboarding.done"]);
    const { rows } = await warehouse.admin.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    expect(rows).toHaveLength(0);

    const receipt = await getCase(at(bob), { caseId: second });
    expect(receipt.calls.map((call) => [call.verb, call.state])).toEqual([
      ["disable", "done"],
      ["delete", "done"],
    ]);
    expect(receipt.approvals).toMatchObject([{ decision: "approved", assuranceLevel: 2 }]);
    const events = receipt.audit.map((line) => line.event);
    expect(events.indexOf("offboarding.intended")).toBeLessThan(
      events.indexOf("offboarding.carried-out"),
    );
    expect(receipt.audit.every((line) => /^[0-9a-f]{64}$/.test(line.hash))).toBe(true);
    expect(JSON.stringify(receipt)).not.toContain(word);
  });

  test("a call whose outcome was lost is settled by reading, not repeated", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    // As a worker leaves it that died after the provider had answered and before it could say so.
    await warehouse.admin.query(`ALTER ROLE ${role} NOLOGIN`);
    await db().offboardingCase.update({
      where: { id: caseId },
      data: { state: "disabling", nextAt: clock(), step: "disable" },
    });
    await db().offboardingCall.create({
      data: {
        caseId,
        verb: "disable",
        attempt: 1,
        calls: [],
        state: "intended",
        startedAt: clock(),
      },
    });
    await advance();
    const settled = await getCase(at(bob), { caseId });
    expect(settled.state).toBe("watching");
    expect(settled.calls).toMatchObject([
      { state: "done", answer: expect.stringContaining("reading the provider again") },
    ]);
  });

  test("a provider that fails is tried six times, then the case is stuck, seen and retried daily", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    const before = await db().source.findUniqueOrThrow({ where: { id: warehouse.sourceId } });
    const broken = { ...(before.config as object), port: 9 };
    await db().source.update({ where: { id: warehouse.sourceId }, data: { config: broken } });
    for (let n = 0; n < 8 && (await stateOf(caseId)) !== "stuck"; n += 1) {
      await advance();
      later(3_600_000);
    }
    const stuck = await getCase(at(bob), { caseId });
    expect(stuck).toMatchObject({ state: "stuck", step: "disable", closedAt: null });
    expect(await toldOf(caseId)).toEqual(["offboarding.approval-wanted", "offboarding.stuck"]);
    expect(stuck.audit.filter((line) => line.event === "offboarding.failed")).toHaveLength(6);
    expect((await listCases(at(bob), { view: "stuck" })).items.map((row) => row.id)).toEqual([
      caseId,
    ]);
    expect(await canSignIn(role)).toBe(true);
    await db().source.update({
      where: { id: warehouse.sourceId },
      data: { config: before.config as object },
    });
    later(day);
    await advance();
    expect(await stateOf(caseId)).toBe("watching");
    expect(await canSignIn(role)).toBe(false);
  });

  test("a write credential without the right is stuck at once, with the reason", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await warehouse.admin.query(`REVOKE ${role} FROM ${writer}`);
    await advance();
    const stuck = await getCase(at(bob), { caseId });
    expect(stuck).toMatchObject({ state: "stuck", error: { code: "forbidden" } });
    await warehouse.admin.query(`GRANT ${role} TO ${writer} WITH ADMIN OPTION`);
    await retryOffboarding(at(ann), { caseId });
    await advance();
    expect(await stateOf(caseId)).toBe("watching");
  });

  test("use during the watch is told on the case and its timeline", async () => {
    const { role, identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await advance();
    await warehouse.admin.query(`ALTER ROLE ${role} LOGIN`);
    later(3_600_000);
    await advance();
    const watched = await getCase(at(bob), { caseId });
    expect(watched.error?.message).toContain("enabled again at the provider");
    const told = await db().identityEvent.findFirst({
      where: { identityId, summary: { contains: "enabled again" } },
    });
    expect(told).not.toBeNull();
  });

  test("the connector's own credential goes to a person, untouched", async () => {
    const own = await db().identity.findFirstOrThrow({
      where: { sourceId: warehouse.sourceId, name: provider().username, kind: "database_role" },
    });
    const caseId = await requested(own.id);
    const refused = await getCase(at(bob), { caseId });
    expect(refused).toMatchObject({ state: "manual", mode: "manual" });
    expect(await toldOf(caseId)).toEqual(["offboarding.by-hand"]);
    expect(refused.error?.message).toContain("superuser");
    await cancelOffboarding(at(ann), { caseId });
    expect(await stateOf(caseId)).toBe("cancelled");
  });
});

describe("without a write credential", () => {
  test("a case is a task for a person, and only a complete sync proves it", async () => {
    const { role, identityId } = await someRole();
    await forbidActions(at(bob), { sourceId: warehouse.sourceId });
    const caseId = await requested(identityId);
    expect(await stateOf(caseId)).toBe("manual");
    const asked = {
      identityId,
      summary: { endsWith: " asked to offboard it: Nobody uses it any more" },
    };
    expect(await db().identityEvent.count({ where: asked })).toBe(1);
    await reportOffboardingDone(at(ann), { caseId, proof: "Dropped by hand, ticket OPS-12" });
    await advance();
    expect(await stateOf(caseId)).toBe("reported");
    await warehouse.admin.query(`DROP ROLE ${role}`);
    await readSource();
    await advance();
    expect(await stateOf(caseId)).toBe("verified");
    const again = undoOffboarding(at(bob), { caseId, reason: "It is needed after all" });
    await expect(again).rejects.toThrow("gone for good");
  });

  test("a case under way whose credential was taken away can be handed to a person", async () => {
    await allowActions(at(bob), {
      sourceId: warehouse.sourceId,
      config: { user: writer, password: word },
    });
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    await approveOffboarding(at(bob), { caseId });
    await forbidActions(at(bob), { sourceId: warehouse.sourceId });
    await advance();
    expect(await stateOf(caseId)).toBe("stuck");
    await handOverOffboarding(at(bob), { caseId });
    expect(await stateOf(caseId)).toBe("manual");
  });
});
