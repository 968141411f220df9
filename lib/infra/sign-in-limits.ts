import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "../domain/errors";
import { pool } from "./db";

const windowSeconds = 15 * 60;

interface Limiters {
  pair: RateLimiterPostgres;
  account: RateLimiterPostgres;
  ip: RateLimiterPostgres;
}

/** One set for each pool: every limiter that sweeps keeps a timer for good. */
const made = new WeakMap<object, Limiters>();

function limiters(): Limiters {
  const storeClient = pool();
  const known = made.get(storeClient);
  if (known) return known;
  const limiter = (keyPrefix: string, points: number, sweeps: boolean) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: "client",
      tableName: "sign_in_limit",
      tableCreated: true,
      keyPrefix,
      points,
      duration: windowSeconds,
      clearExpiredByTimeout: sweeps,
    });
  const fresh = {
    pair: limiter("pair", 10, true),
    account: limiter("account", 100, false),
    ip: limiter("ip", 100, false),
  };
  made.set(storeClient, fresh);
  return fresh;
}

/**
 * Counts one attempt against the account from this address (10), the account from anywhere (100)
 * and the address (100), each per 15 minutes and shared by all processes. The pair is the tight one,
 * so that a stranger's guesses do not lock the owner out from elsewhere. An address that is used up
 * leaves no trace of whatever else it names.
 */
export async function countAttempt(account: string, ip: string | null): Promise<void> {
  const from = ip ?? "unknown";
  try {
    await refuseWornOut(from);
    await limiters().pair.consume(`${account}|${from}`);
    await limiters().account.consume(account);
    await limiters().ip.consume(from);
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

async function refuseWornOut(from: string): Promise<void> {
  const seen = await limiters().ip.get(from);
  if (seen !== null && seen.consumedPoints >= limiters().ip.points) throw seen;
}

/** A success clears the pair's count and takes itself back from the others: an office shares an address. */
export async function forgetAttempts(account: string, ip: string | null): Promise<void> {
  const from = ip ?? "unknown";
  await limiters().pair.delete(`${account}|${from}`);
  await limiters().account.reward(account);
  await limiters().ip.reward(from);
}
