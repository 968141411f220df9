import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError } from "../contract";
import { Lanes } from "./lanes";

const tick = (ms = 1) => new Promise((done) => setTimeout(done, ms));
const numbers = Array.from({ length: 200 }, (_none, at) => at);
const throttled = () => new ConnectorError("rate_limited", "AWS asks to wait");

describe("calls in flight", () => {
  test("results come in order, and never more run at a time than the width", async () => {
    let running = 0;
    let most = 0;
    const lanes = new Lanes(testConnectorIo());
    const squares = await lanes.map(numbers, async (at) => {
      most = Math.max(most, ++running);
      await tick(at % 3);
      running -= 1;
      return at * at;
    });
    expect(squares).toEqual(numbers.map((at) => at * at));
    expect(most).toBeGreaterThanOrEqual(16);
    expect(most).toBeLessThanOrEqual(32);
    expect(lanes.width).toBeGreaterThan(16);
  });

  test("throttling halves the width and asks again; every item is still answered once", async () => {
    const lanes = new Lanes(testConnectorIo());
    let refusals = 5;
    const answered: number[] = [];
    await lanes.map(numbers.slice(0, 40), async (at) => {
      await tick();
      if (refusals-- > 0) throw throttled();
      answered.push(at);
    });
    expect(answered.toSorted((a, b) => a - b)).toEqual(numbers.slice(0, 40));
    expect(lanes.width).toBe(8);
  });

  test("throttling with a time to wait is left to the runner at once", async () => {
    const lanes = new Lanes(testConnectorIo());
    const wait = new ConnectorError("rate_limited", "Later", { retryAfterMs: 60_000 });
    let asked = 0;
    const ask = (): Promise<never> => {
      asked += 1;
      return Promise.reject(wait);
    };
    await expect(lanes.map([1], ask)).rejects.toBe(wait);
    expect(asked).toBe(1);
  });

  test("after a failure nothing new starts, and it is thrown when all that ran has ended", async () => {
    const lanes = new Lanes(testConnectorIo());
    let started = 0;
    let running = 0;
    const failed = lanes.map(numbers, async (at) => {
      started += 1;
      running += 1;
      await tick(at === 3 ? 1 : 20);
      running -= 1;
      if (at === 3) throw new ConnectorError("unavailable", "down");
    });
    await expect(failed).rejects.toThrow("down");
    expect(running).toBe(0);
    expect(started).toBeLessThan(20);
  });

  test("a cancelled run ends a wait for throttling", async () => {
    const stop = new AbortController();
    const lanes = new Lanes(testConnectorIo({ signal: stop.signal }));
    const waiting = lanes.map([1], () => Promise.reject(throttled()));
    setTimeout(() => stop.abort(), 50);
    await expect(waiting).rejects.toThrow("aborted");
  });
});
