import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { newId } from "../ingest/new-id";
import { getApprovalFigures } from "./get-approval-figures";

useDatabase();

const hour = 3_600_000;
/** A Wednesday. */
const now = new Date("2026-11-18T12:00:00Z");
const before = (hours: number): Date => new Date(now.getTime() - hours * hour);
const read = () => getApprovalFigures(personContext("manager", { now }), {});

async function insertException(
  state: string,
  {
    decidedAt,
    waited,
    automatic = false,
  }: { decidedAt: Date; waited: number; automatic?: boolean },
): Promise<void> {
  const createdAt = new Date(decidedAt.getTime() - waited * hour);
  await db().policyException.create({
    data: {
      identityName: "svc",
      sourceName: "Account",
      ruleId: "nhi7-no-expiry",
      state,
      reason: "It is replaced next month",
      controls: [],
      checks: [],
      checkedAt: createdAt,
      startsAt: decidedAt,
      endsAt: now,
      mostDays: 30,
      policyVersion: 1,
      requestedBy: "Ann",
      decidedAt,
      decision: state === "rejected" ? "rejected" : "approved",
      automatic,
      createdAt,
      stateAt: decidedAt,
    },
  });
}

async function insertApproval(decision: string, at: Date, waited: number): Promise<void> {
  const createdAt = new Date(at.getTime() - waited * hour);
  await db().offboardingCase.create({
    data: {
      sourceName: "Account",
      connectorId: "aws",
      target: {},
      externalId: newId(),
      mode: "provider",
      state: "approved",
      reason: "unused",
      requestedBy: "Ann",
      otherApprover: true,
      watchDays: 7,
      createdAt,
      stateAt: at,
      approvals: {
        create: { personId: newId(), personName: "Bob", decision, assuranceLevel: 2, at },
      },
    },
  });
}

beforeAll(async () => {
  await insertException("active", { decidedAt: before(24), waited: 0, automatic: true });
  await insertException("active", { decidedAt: before(25), waited: 10 });
  await insertException("rejected", { decidedAt: before(26), waited: 500 });
  await insertApproval("approved", before(8 * 24), 30);
  await insertApproval("rejected", before(8 * 24), 900);
  await insertApproval("approved", before(200 * 24), 900);
});

describe("the figures of approvals", () => {
  test("count what was approved within twelve weeks, and time only what a person approved", async () => {
    const { decided, automatic, medianMs, p95Ms } = await read();
    expect({ decided, automatic }).toEqual({ decided: 3, automatic: 1 });
    expect(medianMs).toBe(20 * hour);
    expect(p95Ms).toBe(29 * hour);
  });

  test("give each of the weeks, empty ones too, by their Mondays", async () => {
    const { weeks } = await read();
    expect(weeks).toHaveLength(13);
    expect(weeks.at(-1)).toEqual({
      week: "2026-11-16",
      decided: 2,
      automatic: 1,
      medianMs: 10 * hour,
    });
    expect(weeks.at(-2)).toEqual({
      week: "2026-11-09",
      decided: 1,
      automatic: 0,
      medianMs: 30 * hour,
    });
    expect(weeks.at(-3)).toMatchObject({ decided: 0, medianMs: null });
  });
});
