import { describe, expect, test } from "vitest";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { newId } from "../ingest/new-id";
import { allowActions } from "../sources/allow-actions";
import { approveOffboarding, cancelOffboarding, rejectOffboarding } from "./decide";
import { getCase } from "./get-case";
import { listCases } from "./list-cases";
import { previewRequest } from "./preview-request";
import { requestOffboarding } from "./request-offboarding";
import { advance, ann, at, bob, stateOf } from "./testing/case-time";
import {
  mark,
  provider,
  requested,
  setUpWarehouse,
  someRole,
  toldOf,
  warehouse,
  writer,
} from "./testing/warehouse";

setUpWarehouse();

describe("who may do what", () => {
  test("a privileged identity needs an approver other than the requester", async () => {
    const { identityId } = await someRole();
    await db().identity.update({ where: { id: identityId }, data: { environment: "production" } });
    const caseId = await requested(identityId);
    await expect(approveOffboarding(at(ann), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await stateOf(caseId)).toBe("planned");
    await rejectOffboarding(at(bob), { caseId, reason: "Still needed until June" });
    expect(await stateOf(caseId)).toBe("rejected");
    expect((await toldOf(caseId)).at(-1)).toBe("offboarding.rejected");
  });

  test("who must approve follows the policy in force when the case is opened", async () => {
    const { identityId } = await someRole();
    const inForce = (number: number, document: object) =>
      db().policyVersion.create({
        data: { number, document, reason: "A test of approvals", author: "Ann", at: new Date() },
      });
    const asked = async () => (await previewRequest(at(ann), { identityId })).otherApprover;
    await inForce(2, { ...builtInPolicy, base: { ...builtInPolicy.base, approvals: 2 } });
    expect(await asked()).toBe(true);
    const caseId = await requested(identityId);
    await inForce(3, builtInPolicy);
    expect(await asked()).toBe(false);
    await expect(approveOffboarding(at(ann), { caseId })).rejects.toThrow(/two people/);
    await cancelOffboarding(at(ann), { caseId });
  });

  test("an owner may ask for what is theirs, and neither see nor decide anything else", async () => {
    const { identityId } = await someRole();
    const personId = newId();
    const owner = personContext("owner", { personId });
    const reason = "We have moved to short-lived tokens";
    await expect(requestOffboarding(at(owner), { identityId, reason })).rejects.toMatchObject({
      code: "not_found",
    });
    await db().person.create({
      data: { id: personId, email: `${mark}@muster.example`, name: "Olga", role: "owner" },
    });
    await db().identity.update({ where: { id: identityId }, data: { ownerId: personId } });
    const { caseId } = await requestOffboarding(at(owner), { identityId, reason });
    expect((await listCases(at(owner), {})).items.map((row) => row.id)).toEqual([caseId]);
    await advance();
    await expect(approveOffboarding(at(owner), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = personContext("owner", { personId: newId() });
    await expect(getCase(at(stranger), { caseId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a refused decision is in the audit log, and two cases of one target cannot be open", async () => {
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    await expect(
      requestOffboarding(at(ann), { identityId, reason: "Once more" }),
    ).rejects.toMatchObject({ code: "conflict" });
    const auditor = personContext("auditor", { personId: newId() });
    await expect(approveOffboarding(at(auditor), { caseId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const refused = await db().auditEvent.count({
      where: { event: "offboarding.approve", outcome: "refused" },
    });
    expect(refused).toBeGreaterThan(0);
  });

  test("of a hundred approvals at once exactly one counts, and the call is made once", async () => {
    const { identityId } = await someRole();
    const caseId = await requested(identityId);
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, () => approveOffboarding(at(bob), { caseId })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await Promise.all([advance(), advance(), advance()]);
    const { calls, state } = await getCase(at(bob), { caseId });
    expect(state).toBe("watching");
    expect(calls).toHaveLength(1);
  });
});

describe("the write credential", () => {
  test("is never the one that reads, and never without a secret of its own", async () => {
    const { username, password } = provider();
    const same = { user: username, password };
    await expect(
      allowActions(at(bob), { sourceId: warehouse.sourceId, config: same }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("one of its own"),
    });
    await expect(
      allowActions(at(bob), { sourceId: warehouse.sourceId, config: { user: writer } }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("Fill in the secret"),
    });
  });
});
