import { expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { sweepSessions } from "./sweep-sessions";

useDatabase();

const now = new Date("2026-11-23T03:15:00Z");
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

test("only sessions that ended more than 30 days ago are forgotten", async () => {
  const { id: personId } = await db().person.create({
    data: { email: "ada@example.com", name: "Ada", role: "admin" },
  });
  const add = (userAgent: string, endsAt: Date) =>
    db().session.create({
      data: { personId, assuranceLevel: 1, lastSeenAt: endsAt, endsAt, userAgent, ip: null },
    });
  await add("long ended", daysAgo(31));
  await add("just ended", daysAgo(29));
  await add("open", daysAgo(-1));
  await sweepSessions(now);
  const left = await db().session.findMany({ orderBy: { endsAt: "asc" } });
  expect(left.map(({ userAgent }) => userAgent)).toEqual(["just ended", "open"]);
});
