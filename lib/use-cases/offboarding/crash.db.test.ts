import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ActionVerb } from "@/connectors/contract";
import { db, sql } from "@/lib/infra/db";
import {
  type ActingProvider,
  type Moment,
  startActingProvider,
} from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { offboardingProcesses } from "@/lib/testing/offboarding-process";
import { newId } from "../ingest/new-id";
import { advanceOffboarding } from "./advance-offboarding";
import { approveOffboarding } from "./decide";
import { getCase } from "./get-case";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

/** Kills at each instrumented point; the long run takes 25. */
const rounds = Number(process.env.MUSTER_LONG_KILLS ?? 1);
const points: readonly [Moment, ActionVerb | null][] = [
  ["reading", null],
  ["before", "disable"],
  ["between", "disable"],
  ["after", "disable"],
  ["before", "delete"],
  ["between", "delete"],
  ["after", "delete"],
];

let provider: ActingProvider;
let sourceId = "";
const workers = offboardingProcesses();
const approver = personContext("admin", { personId: newId() });

beforeAll(async () => {
  provider = await startActingProvider();
  sourceId = await insertActingSource(provider);
});
afterAll(async () => {
  workers.close();
  await provider.close();
});

/** An approved case without a watch: everything to its proof happens by itself. */
async function approvedCase(key: string): Promise<string> {
  const identityId = await insertActingKey(provider, sourceId, key);
  const reason = "It must go, whatever happens to the worker";
  const now = new Date();
  const { caseId } = await requestOffboarding(
    { ...approver, now },
    { identityId, reason, watchDays: 0 },
  );
  await advanceOffboarding(() => new Date());
  await approveOffboarding(personContext("admin", { personId: newId() }), { caseId });
  return caseId;
}

describe("a worker that dies between the provider and the database (T09)", () => {
  test.each(points)(
    "at %s of %s, the key still ends proven gone, each call having had its effect once",
    { timeout: 120_000 * rounds },
    async (moment, verb) => {
      for (let round = 0; round < rounds; round += 1) {
        const key = `key-${moment}-${verb ?? "read"}-${round}`;
        const caseId = await approvedCase(key);
        const child = workers.start();
        const died = new Promise<void>((resolve) => {
          provider.at = async (at, during) => {
            if (at !== moment || during !== verb) return "go on";
            provider.at = async () => "go on";
            await workers.kill(child);
            resolve();
            return "go on";
          };
        });
        await Promise.race([died, workers.endedByItself(child)]);
        const left = await getCase(approver, { caseId });
        const isAlive = provider.states.get(key) !== "gone";
        expect(isAlive && ["deleted", "verified"].includes(left.state)).toBe(false);
        // What two minutes without a sign of life do.
        await sql("UPDATE offboarding_case SET lease_until = NULL WHERE id = $1::uuid", [caseId]);
        await advanceOffboarding(() => new Date());
        await sleep(1);
        const ended = await getCase(approver, { caseId });
        expect(ended.state).toBe("verified");
        expect(provider.states.get(key)).toBe("gone");
        expect(provider.effective.get(`disable ${key}`)).toBe(1);
        expect(provider.effective.get(`delete ${key}`)).toBe(1);
        const events = ended.audit.map((line) => line.event);
        expect(events.filter((name) => name === "offboarding.carried-out")).toHaveLength(2);
        expect(events).toContain("offboarding.intended");
      }
    },
  );
});

describe("a provider that fails three times in ten (T15)", () => {
  test("no case is dropped: each ends proven gone or stuck, and stuck ones are alive and listed", async () => {
    const cases = 40;
    const ids: string[] = [];
    for (let n = 0; n < cases; n += 1) ids.push(await approvedCase(`flaky-${n}`));
    let asked = 0;
    provider.at = async () => ((asked += 1) % 10 < 3 ? "fail" : "go on");
    let now = Date.now();
    for (let tick = 0; tick < 200; tick += 1) {
      now += 600_000;
      await advanceOffboarding(() => new Date(now));
      const open = await db().offboardingCase.count({
        where: { id: { in: ids }, state: { notIn: ["verified", "stuck"] } },
      });
      if (open === 0) break;
    }
    const ended = await db().offboardingCase.findMany({ where: { id: { in: ids } } });
    expect(ended.filter((one) => !["verified", "stuck"].includes(one.state))).toEqual([]);
    for (const one of ended) {
      const isGone = provider.states.get(one.externalId) === "gone";
      expect(one.state === "verified").toBe(isGone && one.closedAt !== null);
    }
  });
});
