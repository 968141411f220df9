import { describe, expect, it } from "vitest";
import { createTroubleLog } from "./trouble-log";

describe("the log of the queue's troubles", () => {
  it("says a trouble that lasts once a minute, with how often it was met since", () => {
    let at = 0;
    const said: unknown[] = [];
    const meet = createTroubleLog(
      (found) => said.push(found),
      () => at,
    );
    const refused = { message: "connect ECONNREFUSED" };
    for (; at < 120_000; at += 500) meet({ ...refused });
    expect(said).toEqual([{ err: refused }, { err: refused, metSince: 120 }]);
  });

  it("says another trouble at once, and the same one when it is back after a while", () => {
    let at = 0;
    const said: string[] = [];
    const meet = createTroubleLog(
      ({ err }) => said.push((err as Error).message),
      () => at,
    );
    meet(new Error("one"));
    meet(new Error("two"));
    meet(new Error("one"));
    at = 60_000;
    meet(new Error("one"));
    expect(said).toEqual(["one", "two", "one"]);
  });
});
