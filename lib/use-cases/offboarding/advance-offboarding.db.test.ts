import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { type ActingProvider, startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { newId } from "../ingest/new-id";
import { advanceOffboarding } from "./advance-offboarding";
import { approveOffboarding } from "./decide";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

const asker = personContext("analyst", { personId: newId() });
const reason = "Nobody needs it any more";
let provider: ActingProvider;
let sourceId = "";
let now = new Date();
const advance = (): Promise<number> => advanceOffboarding(() => now);

beforeAll(async () => {
  provider = await startActingProvider();
  sourceId = await insertActingSource(provider);
});
afterAll(() => provider.close());

async function approved(prefix: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const identityId = await insertActingKey(provider, sourceId, `${prefix}-${n}`);
    const { caseId } = await requestOffboarding({ ...asker, now }, { identityId, reason });
    ids.push(caseId);
  }
  await advance();
  for (const caseId of ids)
    await approveOffboarding(personContext("admin", { personId: newId(), now }), { caseId });
  return ids;
}
const statesOf = async (ids: string[]): Promise<string[]> => {
  const cases = await db().offboardingCase.findMany({ where: { id: { in: ids } } });
  return [...new Set(cases.map(({ state }) => state))];
};

describe("cases of one provider", () => {
  test("are taken several at once, as many as its manifest allows, each call once", async () => {
    const ids = await approved("many", 24);
    let under = 0;
    let most = 0;
    provider.at = async (moment) => {
      if (moment === "before") under += 1;
      most = Math.max(most, under);
      await sleep(10);
      if (moment === "between") under -= 1;
      return "go on";
    };
    expect(await advance()).toBe(24);
    expect(await statesOf(ids)).toEqual(["watching"]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    for (let n = 0; n < 24; n += 1) expect(provider.effective.get(`disable many-${n}`)).toBe(1);
    provider.at = async () => "go on";
  });

  test("all wait as long as the provider asks for, and none is called before", async () => {
    const ids = await approved("limited", 12);
    let calls = 0;
    provider.at = async () => {
      calls += 1;
      return "wait";
    };
    await advance();
    expect(calls, "those under way at that moment, none after").toBeLessThanOrEqual(4);
    calls = 0;
    now = new Date(now.getTime() + 29_000);
    await advance();
    expect(calls).toBe(0);
    provider.at = async () => "go on";
    now = new Date(now.getTime() + 2_000);
    await advance();
    expect(await statesOf(ids)).toEqual(["watching"]);
    for (let n = 0; n < 12; n += 1) expect(provider.effective.get(`disable limited-${n}`)).toBe(1);
  });
});
