import { describe, expect, it } from "vitest";
import { ConnectorError, type ConnectorErrorCode } from "@/connectors/contract";
import { needsAgreement } from "./removal-guard";
import { consequenceOf } from "./retry-policy";

const failed = (code: ConnectorErrorCode, retryAfterMs?: number) =>
  new ConnectorError(code, "x", retryAfterMs === undefined ? {} : { retryAfterMs });

describe("what follows from a failed page", () => {
  it("obeys Retry-After exactly, else waits a minute and then twice as long each time", () => {
    expect(consequenceOf(failed("rate_limited", 7_000), 1)).toMatchObject({ ms: 7_000 });
    const pauses = [1, 2, 3].map((n) => consequenceOf(failed("rate_limited"), n));
    expect(pauses).toMatchObject([{ ms: 60_000 }, { ms: 120_000 }, { ms: 240_000 }]);
  });

  it("tries an unavailable provider with growing pauses, opens the breaker at five and gives up at six", () => {
    const pauses = [1, 2, 3, 4, 5].map((n) => consequenceOf(failed("unavailable"), n, 0.5));
    expect(pauses).toMatchObject([1, 2, 4, 8, 60].map((seconds) => ({ ms: seconds * 1000 })));
    expect(consequenceOf(failed("unavailable"), 6).kind).toBe("stream_failed");
    expect(consequenceOf(failed("rate_limited", 1), 6).kind).toBe("stream_failed");
  });

  it("never repeats what cannot get better", () => {
    expect(consequenceOf(failed("unauthorized"), 1).kind).toBe("run_failed");
    expect(consequenceOf(failed("forbidden"), 1).kind).toBe("stream_denied");
    expect(consequenceOf(failed("unexpected_response"), 1).kind).toBe("stream_failed");
  });
});

describe("the removal guard", () => {
  it("asks above a fifth of the source or above 50, and not about what a run before missed too", () => {
    expect(needsAgreement({ missing: 20, agreed: 0, live: 100 })).toBe(false);
    expect(needsAgreement({ missing: 21, agreed: 0, live: 100 })).toBe(true);
    expect(needsAgreement({ missing: 51, agreed: 0, live: 10_000 })).toBe(true);
    expect(needsAgreement({ missing: 90, agreed: 80, live: 100 })).toBe(false);
  });
});
