import type { ConnectorError } from "@/connectors/contract";

const mostTries = 6;
const breakerAfter = 5;
const breakerPauseMs = 60_000;
const leastRateLimitPauseMs = 60_000;

/** What follows from a failed page: wait and try again, leave the stream, or end the run. */
export type Consequence =
  | { kind: "wait"; ms: number; reason: string }
  | { kind: "stream_denied" }
  | { kind: "stream_failed" }
  | { kind: "run_failed" };

/**
 * `attempt` counts the failures in a row, this one included. A given Retry-After is obeyed exactly;
 * without one the pause is at least a minute and doubles. After five failures in a row the stream's
 * breaker opens for a minute, and the sixth gives up.
 */
export function consequenceOf(
  error: ConnectorError,
  attempt: number,
  random = Math.random(),
): Consequence {
  switch (error.code) {
    case "unauthorized":
      return { kind: "run_failed" };
    case "forbidden":
      return { kind: "stream_denied" };
    case "unexpected_response":
      return { kind: "stream_failed" };
    case "rate_limited": {
      if (attempt >= mostTries) return { kind: "stream_failed" };
      const ms = error.extra.retryAfterMs ?? leastRateLimitPauseMs * 2 ** (attempt - 1);
      return { kind: "wait", ms, reason: "The provider's rate limit is used up" };
    }
    case "unavailable": {
      if (attempt >= mostTries) return { kind: "stream_failed" };
      const backoff =
        attempt >= breakerAfter ? breakerPauseMs : 1000 * 2 ** (attempt - 1) * (0.5 + random);
      const ms = Math.max(backoff, error.extra.retryAfterMs ?? 0);
      return { kind: "wait", ms, reason: `The provider failed ${attempt} times in a row` };
    }
  }
}
