import { ConnectorError } from "../contract";
import type { Gap } from "../contract";

type Headers = Readonly<Record<string, string | number | undefined>>;

interface HttpFailure {
  status: number;
  url: string;
  headers: Headers | null;
  message: string;
}

const secondaryFallbackMs = 60_000;

function httpFailure(error: unknown): HttpFailure | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") {
    return null;
  }
  const { response, request } = error as { response?: unknown; request?: { url?: unknown } };
  const answer = response as { headers?: Headers; data?: { message?: unknown } } | undefined;
  const said = answer?.data?.message;
  return {
    status: error.status,
    url: typeof request?.url === "string" ? request.url : "",
    headers: answer?.headers ?? null,
    message: typeof said === "string" ? said.slice(0, 200) : "",
  };
}

export const statusOf = (error: unknown): number | undefined => httpFailure(error)?.status;

function refusedByGuard(error: unknown): ConnectorError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ConnectorError) return cause;
  }
  return null;
}

/** Milliseconds to wait when the answer is a rate limit, primary or secondary, else null. */
function rateLimitWait({ status, headers, message }: HttpFailure, now: Date): number | null {
  if ((status !== 403 && status !== 429) || headers === null) return null;
  const seconds = Number(headers["retry-after"]);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  if (headers["x-ratelimit-remaining"] === "0") {
    const resetAt = Number(headers["x-ratelimit-reset"]) * 1000;
    return Number.isFinite(resetAt) ? Math.max(1000, resetAt - now.getTime()) : secondaryFallbackMs;
  }
  return status === 429 || /rate limit/i.test(message) ? secondaryFallbackMs : null;
}

function neededPermission(headers: Headers | null): string | undefined {
  const app = headers?.["x-accepted-github-permissions"];
  if (typeof app === "string" && app !== "") return app.replaceAll("=", ":").slice(0, 200);
  const scopes = headers?.["x-accepted-oauth-scopes"];
  return typeof scopes === "string" && scopes !== "" ? scopes.slice(0, 200) : undefined;
}

/** Maps what Octokit throws to the contract's errors. `call` is the route template, never a URL. */
export function toConnectorError(error: unknown, call: string, now: Date): ConnectorError {
  const guard = refusedByGuard(error);
  if (guard) return guard;
  const failure = httpFailure(error);
  if (!failure || failure.headers === null) {
    return new ConnectorError("unavailable", `${call}: GitHub could not be reached`);
  }
  const { status, message, headers } = failure;
  const said = `${call}: GitHub answered ${status}${message ? ` (${message})` : ""}`;
  const wait = rateLimitWait(failure, now);
  if (wait !== null) {
    return new ConnectorError("rate_limited", said, { retryAfterMs: wait, httpStatus: status });
  }
  if (status === 401) return new ConnectorError("unauthorized", said, { httpStatus: status });
  if ([403, 404, 410, 451].includes(status)) {
    const noToken = /\/access_tokens$/.test(failure.url);
    return noToken
      ? new ConnectorError("unauthorized", `The App has no working installation: ${said}`, {
          httpStatus: status,
        })
      : new ConnectorError("forbidden", said, {
          httpStatus: status,
          permission: neededPermission(headers),
        });
  }
  const code = status >= 500 || status === 408 ? "unavailable" : "unexpected_response";
  return new ConnectorError(code, said, { httpStatus: status });
}

const planWords = /upgrade|enterprise|billing|paid plan|saml/i;

/** The gap that a refusal leaves; anything that is not a refusal is thrown on. */
export function gapOf(
  error: unknown,
  scope: string,
  permission: string,
  absent: Gap["reason"] = "not_found",
): Gap {
  if (!(error instanceof ConnectorError) || error.code !== "forbidden") throw error;
  const { httpStatus } = error.extra;
  const refused = httpStatus === 404 || httpStatus === 410 ? absent : "forbidden";
  const reason = planWords.test(error.message) ? "plan" : refused;
  return { reason, scope, permission: error.extra.permission ?? permission, message: error.message };
}

/** True when GitHub says that the credential lacks a permission, whatever the object. */
export const lacksPermission = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.code === "forbidden" &&
  /not accessible by (?:integration|personal access token)/i.test(error.message);
