import { OutboundError } from "@/lib/domain/outbound-error";
import { ConnectorError } from "../contract";
import type { Gap } from "../contract";
import { errorFromStatus, errorFromThrown } from "../shared/provider-errors";

type Headers = Readonly<Record<string, string | number | undefined>>;
interface Failure {
  status: number;
  url: string;
  headers: Headers;
  message: string;
}

export function statusOf(error: unknown): number | undefined {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === "number" ? status : undefined;
}

/** What Octokit threw, when GitHub did answer. */
function failureOf(error: unknown): Failure | null {
  const status = statusOf(error);
  const { response, request } = (error ?? {}) as {
    response?: { headers?: Headers; data?: { message?: unknown } };
    request?: { url?: unknown };
  };
  if (status === undefined || response?.headers === undefined) return null;
  const said = response.data?.message;
  return {
    status,
    url: typeof request?.url === "string" ? request.url : "",
    headers: response.headers,
    message: typeof said === "string" ? said.slice(0, 200) : "",
  };
}

/** Headers of an answer that Octokit throws, such as a `304`. */
export const answerHeadersOf = (error: unknown): Headers => failureOf(error)?.headers ?? {};

/** True when GitHub itself refused or answered `304`, rather than fail or stay away. */
export const isAnswer = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure !== null && failure.status < 500;
};

/** True for what usually works a second later: a broken connection, or a 502 or 503 without a wait. */
export function isBriefFailure(error: unknown): boolean {
  const failure = failureOf(error);
  if (failure) {
    return [502, 503].includes(failure.status) && failure.headers["retry-after"] === undefined;
  }
  const { cause } = (error ?? {}) as { cause?: unknown };
  return cause instanceof OutboundError && cause.code === "network";
}

function neededPermission(headers: Headers): string | undefined {
  const app = headers["x-accepted-github-permissions"];
  if (typeof app === "string" && app !== "") return app.replaceAll("=", ":").slice(0, 200);
  const scopes = headers["x-accepted-oauth-scopes"];
  return typeof scopes === "string" && scopes !== "" ? scopes.slice(0, 200) : undefined;
}

/** Maps what Octokit throws to the contract's errors. `call` is the route template, never a URL. */
export function toConnectorError(error: unknown, call: string, now: Date): ConnectorError {
  const failure = failureOf(error);
  if (!failure) return errorFromThrown(error, call);
  const { status, headers, message, url } = failure;
  const saysHowLong =
    headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0";
  if (status === 403 && /rate limit/i.test(message) && !saysHowLong) {
    // A secondary limit without a time: the runner waits a minute, then twice as long each time.
    return new ConnectorError("rate_limited", `GitHub asks to wait (${call}).`, {
      httpStatus: status,
    });
  }
  const get = (name: string) => (headers[name] === undefined ? null : String(headers[name]));
  const permission = neededPermission(headers);
  const plain = errorFromStatus({ status, headers: { get }, call, permission, now });
  if (plain.code !== "forbidden") return plain;
  if (url.endsWith("/access_tokens")) {
    return new ConnectorError("unauthorized", `The App has no working installation (${call}).`, {
      httpStatus: status,
    });
  }
  const said = message === "" ? plain.message : `${plain.message} GitHub says: ${message}`;
  return new ConnectorError("forbidden", said, plain.extra);
}

const planWords = /upgrade|enterprise cloud|billing|paid plan|saml/i;
/** The organisation has the plan: it is the credential that was not let past single sign-on. */
const signOnWords = /saml (?:enforcement|sso)|you must grant your/i;

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
  const isPlan = planWords.test(error.message) && !signOnWords.test(error.message);
  const reason = isPlan ? "plan" : refused;
  return {
    reason,
    scope,
    permission: error.extra.permission ?? permission,
    message: error.message,
  };
}

/** True when GitHub says that the credential lacks a permission, whatever the object. */
export const lacksPermission = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.code === "forbidden" &&
  /not accessible by (?:integration|personal access token)/i.test(error.message);

/** What a list of something just listed holds, or null where that has gone in between. */
export async function orVanished<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const isGone = error instanceof ConnectorError && error.extra.httpStatus === 404;
    if (isGone) return null;
    throw error;
  }
}

/** What a call gives, or null where GitHub refuses it: for facts that are a bonus. */
export async function orNone<T>(work: Promise<{ data: T }>): Promise<T | null> {
  try {
    return (await work).data;
  } catch (error) {
    if (error instanceof ConnectorError && error.code === "forbidden") return null;
    throw error;
  }
}
