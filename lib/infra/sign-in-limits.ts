import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "../domain/errors";
import { pool } from "./db";

const windowSeconds = 15 * 60;

function limiter(keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool(),
    storeType: "client",
    tableName: "sign_in_limit",
    tableCreated: true,
    keyPrefix,
    points,
    duration: windowSeconds,
  });
}

/**
 * Counts one attempt against the account from this address (10), the account from anywhere (100)
 * and the address (100), each per 15 minutes and shared by all processes. The pair is the tight one,
 * so that a stranger's guesses do not lock the owner out from elsewhere.
 */
export async function countAttempt(account: string, ip: string | null): Promise<void> {
  const from = ip ?? "unknown";
  try {
    await limiter("pair", 10).consume(`${account}|${from}`);
    await limiter("account", 100).consume(account);
    await limiter("ip", 100).consume(from);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const retryAfterSeconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
    throw new DomainError(
      "rate_limited",
      `Too many attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
      { retryAfterSeconds },
    );
  }
}

/** A success clears the pair's count and takes itself back from the others: an office shares an address. */
export async function forgetAttempts(account: string, ip: string | null): Promise<void> {
  const from = ip ?? "unknown";
  await limiter("pair", 10).delete(`${account}|${from}`);
  await limiter("account", 100).reward(account);
  await limiter("ip", 100).reward(from);
}
