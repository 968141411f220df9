import { OutboundError, type OutboundFailure } from "@/lib/domain/outbound-error";
import { ConnectorError, type ConnectorErrorCode } from "../contract";

interface HeaderReader {
  get(name: string): string | null;
}

/** Providers send both; anything longer than a day is a mistake of theirs or of our clock. */
const longestWaitMs = 24 * 60 * 60 * 1000;

function seconds(value: string | null): number | undefined {
  return value !== null && /^\d{1,12}(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/**
 * How long the provider asks to wait, in milliseconds: `Retry-After` (seconds or HTTP date),
 * `retry-after-ms`, else the reset time of an exhausted budget. Undefined when it does not say.
 */
export function retryAfterMs(headers: HeaderReader, now: Date): number | undefined {
  const clamp = (ms: number): number => Math.min(Math.max(Math.ceil(ms), 0), longestWaitMs);
  const exact = seconds(headers.get("retry-after-ms"));
  if (exact !== undefined) return clamp(exact);
  const after = headers.get("retry-after");
  const delta = seconds(after);
  if (delta !== undefined) return clamp(delta * 1000);
  const date = after === null ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(date)) return clamp(date - now.getTime());
  // Some name the next reset in every answer: it is a wait only when nothing remains.
  const remaining = headers.get("x-ratelimit-remaining") ?? headers.get("x-rate-limit-remaining");
  if (remaining !== null && remaining.trim() !== "0") return undefined;
  const reset = seconds(headers.get("x-ratelimit-reset") ?? headers.get("x-rate-limit-reset"));
  if (reset !== undefined) {
    // Most send the second of the reset, some send the seconds until it.
    return clamp(reset > 1_000_000_000 ? reset * 1000 - now.getTime() : reset * 1000);
  }
  const standard = seconds(headers.get("ratelimit-reset"));
  return standard === undefined ? undefined : clamp(standard * 1000);
}

/** True for a refusal that is a spent budget in disguise: 403 with nothing remaining or a wait. */
function isSpentBudget(status: number, headers: HeaderReader): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const remaining = headers.get("x-ratelimit-remaining") ?? headers.get("x-rate-limit-remaining");
  return remaining?.trim() === "0" || headers.get("retry-after") !== null;
}

function codeOf(status: number, headers: HeaderReader): ConnectorErrorCode {
  if (isSpentBudget(status, headers)) return "rate_limited";
  if (status === 401) return "unauthorized";
  if ([402, 403, 404, 410, 451].includes(status)) return "forbidden";
  if (status === 408 || status === 409 || status === 425 || status >= 500) return "unavailable";
  return "unexpected_response";
}

const said: Record<ConnectorErrorCode, string> = {
  unauthorized: "The provider does not accept the credential",
  forbidden: "The provider refuses",
  rate_limited: "The provider asks to wait",
  unavailable: "The provider could not answer",
  unexpected_response: "The provider answered in a way that it does not document",
};

export interface Refusal {
  status: number;
  headers: HeaderReader;
  /** The call as people know it, for example `GET /orgs/{org}/hooks` or `iam:ListAccessKeys`. */
  call: string;
  permission?: string;
  now: Date;
}

/** The error that an answer outside 2xx and 304 stands for. */
export function errorFromStatus({
  status,
  headers,
  call,
  permission,
  now,
}: Refusal): ConnectorError {
  const code = codeOf(status, headers);
  const wait =
    code === "rate_limited" || code === "unavailable" ? retryAfterMs(headers, now) : undefined;
  return new ConnectorError(code, `${said[code]} (${call}, HTTP ${status}).`, {
    httpStatus: status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(permission !== undefined && code === "forbidden" ? { permission } : {}),
  });
}

const outboundCodes: Record<OutboundFailure, ConnectorErrorCode> = {
  blocked_host: "unavailable",
  bad_address: "unexpected_response",
  redirect: "unexpected_response",
  encoding: "unexpected_response",
  too_large: "unexpected_response",
  timeout: "unavailable",
  network: "unavailable",
};

/** The first error of the chain of causes that `is` accepts. SDKs wrap what `io.fetch` throws. */
function inCauses<T>(error: unknown, is: (value: unknown) => value is T): T | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && at instanceof Error; depth += 1) {
    if (is(at)) return at;
    at = at.cause;
  }
  return undefined;
}

/** Turns whatever `io.fetch`, `io.connectTcp` or an SDK over them threw into the contract's error. */
export function errorFromThrown(error: unknown, call: string): ConnectorError {
  const own = inCauses(error, (value): value is ConnectorError => value instanceof ConnectorError);
  if (own) return own;
  const outbound = inCauses(
    error,
    (value): value is OutboundError => value instanceof OutboundError,
  );
  if (outbound) {
    return new ConnectorError(
      outboundCodes[outbound.code],
      `${outbound.message.replace(/\.$/, "")} (${call}).`,
    );
  }
  const isAbort = error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name);
  // A name with half a surrogate pair cannot be written into an address (URIError).
  const isParse =
    error instanceof SyntaxError || error instanceof RangeError || error instanceof URIError;
  if (isParse)
    return new ConnectorError("unexpected_response", `${said.unexpected_response} (${call}).`);
  return new ConnectorError(
    "unavailable",
    isAbort ? `The call was stopped (${call}).` : `${said.unavailable} (${call}).`,
  );
}
