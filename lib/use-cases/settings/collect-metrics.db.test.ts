import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { collectMetrics } from "./collect-metrics";

useDatabase();

const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000);

async function figure(name: string): Promise<number> {
  const { text } = await collectMetrics({ token: null, address: "127.0.0.1" });
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}

const addCase = (state: string, closedAt: Date | null = null) =>
  db().offboardingCase.create({
    data: {
      kind: state === "dangling" ? "rotation" : "offboarding",
      sourceName: "S",
      connectorId: "aws",
      target: {},
      externalId: randomUUID(),
      mode: "provider",
      state,
      reason: "test",
      requestedBy: "Ada",
      otherApprover: false,
      watchDays: 7,
      createdAt: ago(1),
      stateAt: ago(1),
      closedAt,
    },
  });

const addSession = (personId: string, lastSeenAt: Date, endsAt: Date, endedAt: Date | null) =>
  db().session.create({
    data: { personId, assuranceLevel: 1, lastSeenAt, endsAt, endedAt, ip: null, userAgent: null },
  });

beforeAll(async () => {
  const person = await db().person.create({
    data: { email: "ada@example.com", name: "Ada", role: "admin" },
  });
  await addSession(person.id, ago(1), ago(-60), null);
  await addSession(person.id, ago(31), ago(-60), null);
  await addSession(person.id, ago(1), ago(1), null);
  await addSession(person.id, ago(1), ago(-60), ago(1));
  for (const minutes of [0.1, 2])
    await sql(
      "INSERT INTO worker_heartbeat (id, host, pid, started_at, beat_at) VALUES ($1, 'h', 1, $2, $2)",
      [randomUUID(), ago(minutes)],
    );
  for (const state of ["stuck", "dangling", "watching"]) await addCase(state);
  await addCase("stuck", ago(1));
  await insertSource();
  const failing = await insertSource();
  await db().source.update({ where: { id: failing }, data: { lastError: { code: "forbidden" } } });
});

describe("the metrics", () => {
  it.each([
    ["muster_sessions_open", 1, "sessions that still open the door, none that lay idle or ended"],
    ["muster_workers_alive", 1, "workers that answer, none that fell silent"],
    ["muster_cases_stuck", 2, "revocations that got nowhere and are still open"],
    ["muster_sources_failing", 1, "sources whose last sync failed"],
  ])("%s is %i: %s", async (name, count) => {
    expect(await figure(name)).toBe(count);
  });
});
