import { describe, expect, it, vi } from "vitest";
import { useDatabase } from "../testing/database";
import { sql } from "./db";
import { countAttempt, forgetAttempts } from "./sign-in-limits";

useDatabase();

const outcome = (account: string, ip: string): Promise<string> =>
  countAttempt(account, ip).then(
    () => "counted",
    (error: { code?: string }) => error.code ?? "error",
  );

describe("the sign-in limits", () => {
  it("let ten of thirty attempts through that come at once, and no more than 15 minutes pass", async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => outcome("ada", "10.0.0.1")));
    expect(all.filter((one) => one === "counted")).toHaveLength(10);
    expect(all.filter((one) => one === "rate_limited")).toHaveLength(20);
    await expect(countAttempt("ada", "10.0.0.1")).rejects.toMatchObject({
      extra: { retryAfterSeconds: expect.any(Number) as number },
    });
    const [row] = await sql<{ left: string }>(
      "SELECT max(expire) - $1::bigint AS left FROM sign_in_limit",
      [Date.now()],
    );
    expect(Number(row?.left)).toBeLessThanOrEqual(15 * 60_000);
    expect(await outcome("ada", "10.0.0.2")).toBe("counted");
  });

  it("do not count what turned out right", async () => {
    for (let visit = 0; visit < 25; visit++) {
      expect(await outcome("bob", "10.0.0.3")).toBe("counted");
      await forgetAttempts("bob", "10.0.0.3");
    }
    const kept = await sql<{ points: number }>(
      "SELECT points FROM sign_in_limit WHERE key IN ('account:bob', 'ip:10.0.0.3')",
    );
    expect(kept.map((row) => row.points)).toEqual([0, 0]);
  });

  it("keep nothing of the names that an address goes on to try once it is used up", async () => {
    for (let at = 0; at < 100; at++)
      expect(await outcome(`victim-${at}`, "10.0.0.9")).toBe("counted");
    const before = await sql("SELECT key, points FROM sign_in_limit ORDER BY key");
    for (let at = 0; at < 20; at++)
      expect(await outcome(`other-${at}`, "10.0.0.9")).toBe("rate_limited");
    expect(await outcome("victim-1", "10.0.0.9")).toBe("rate_limited");
    expect(await sql("SELECT key, points FROM sign_in_limit ORDER BY key")).toEqual(before);
    expect(await outcome("victim-1", "10.0.0.8")).toBe("counted");
  });

  it("leave no timer behind for an attempt", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    for (let attempt = 0; attempt < 5; attempt++) await outcome("eve", "10.0.0.4");
    const long = timers.mock.calls.filter(([, wait]) => (wait ?? 0) >= 60_000);
    timers.mockRestore();
    expect(long).toEqual([]);
  });
});
