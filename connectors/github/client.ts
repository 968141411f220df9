import { createPrivateKey } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import type { z } from "zod";
import { ConnectorError } from "../contract";
import type { ConnectorIo, Page } from "../contract";
import { parseShape } from "../shared/json-answer";
import { recall, remember } from "./answer-cache";
import { addressesOf } from "./addresses";
import type { Addresses } from "./addresses";
import { statusOf, toConnectorError } from "./failures";
import type { gitHubConfig } from "./manifest";

export type GitHubConfig = z.infer<typeof gitHubConfig>;
type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface Answer<T> {
  data: T;
  /** Number or cursor of the next page; the provider's own link is never followed. */
  next: string | null;
  rate?: Page["rate"];
  scopes?: string[];
  tokenExpiresAt?: string;
}

export interface GitHubClient {
  addresses: Addresses;
  get: <T>(route: string, parameters: Parameters, schema: z.ZodType<T>) => Promise<Answer<T>>;
}

type AnswerHeaders = Readonly<Record<string, string | number | undefined>>;

const apiVersion = "2022-11-28";
/** Longer waits go back to the runner, which frees the worker and comes again. */
const longestWaitSeconds = 3;
const quiet = () => undefined;
const Kit = Octokit.plugin(throttling, retry);

function authentication(config: GitHubConfig, exchange: Octokit["request"]) {
  if (config.authMode === "token") return { auth: config.token };
  const privateKey = (config.privateKey ?? "").replaceAll(String.raw`\n`, "\n");
  try {
    createPrivateKey(privateKey);
  } catch {
    throw new ConnectorError("unauthorized", "The private key of the App cannot be read");
  }
  const { appId, installationId } = config;
  return {
    authStrategy: createAppAuth,
    auth: { appId, installationId, privateKey, request: exchange },
  };
}

function addHooks<K extends Octokit>(kit: K): K {
  kit.hook.before("request", (options) => {
    options.headers["x-github-api-version"] = apiVersion;
  });
  kit.hook.after("request", ({ data }, { url }) => {
    const { token } = (data ?? {}) as { token?: unknown };
    if (url.endsWith("/access_tokens") && typeof token !== "string") {
      throw new ConnectorError("unexpected_response", "GitHub's answer holds no access token");
    }
  });
  return kit;
}

function kitFor(config: GitHubConfig, io: ConnectorIo, { api }: Addresses) {
  const onLimit = (retryAfter: number, _options: object, _kit: unknown, retryCount: number) => {
    if (retryAfter > longestWaitSeconds || retryCount > 0) return false;
    io.waiting("GitHub's rate limit", new Date(io.now().getTime() + retryAfter * 1000));
    return true;
  };
  const common = {
    baseUrl: api,
    userAgent: "muster",
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: { fetch: io.fetch, signal: io.signal },
  };
  // The throttle spaces writes by a second; asking for an installation token is none.
  const exchange = addHooks(new Octokit(common)).request;
  const kit = new Kit({
    ...authentication(config, exchange),
    ...common,
    throttle: { onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
    // The runner repeats what fails, with growing pauses that survive a restart.
    retry: { enabled: false },
  });
  return addHooks(kit);
}

/** Page number or audit-log cursor out of a Link header, taken as a value and not as an address. */
function nextOf(headers: AnswerHeaders, page: number): string | null {
  const link = /<([^>]+)>;\s*rel="next"/.exec(String(headers.link ?? ""))?.[1];
  if (link === undefined || !URL.canParse(link)) return null;
  const query = new URL(link).searchParams;
  return query.get("after") ?? String(page + 1);
}

function rateOf(headers: AnswerHeaders): Page["rate"] {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (limit === undefined || remaining === undefined || !Number.isFinite(remaining)) return;
  return { limit, remaining, resetAt: reset ? new Date(reset * 1000) : undefined };
}

const scopesOf = (headers: AnswerHeaders): string[] | undefined =>
  headers["x-oauth-scopes"] === undefined
    ? undefined
    : String(headers["x-oauth-scopes"])
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean);

/** Reads GitHub through `io.fetch` only, with validators from the last run. */
export function createClient(config: GitHubConfig, io: ConnectorIo): GitHubClient {
  const addresses = addressesOf(config.baseUrl);
  const kit = kitFor(config, io, addresses);

  async function get<T>(route: string, parameters: Parameters, schema: z.ZodType<T>) {
    const call = `GET ${route}`;
    const { url } = kit.request.endpoint(call, { ...parameters });
    const page = Number(parameters.page ?? 1);
    const earlier = await recall(io.cache, url);
    const headers = earlier ? { "if-none-match": earlier.etag } : {};
    try {
      const answer = await kit.request(call, { ...parameters, headers });
      const data = parseShape(answer.data, schema, call);
      const next = nextOf(answer.headers, page);
      const { etag } = answer.headers;
      if (etag) await remember(io.cache, url, { etag, data, next });
      const expires = answer.headers["github-authentication-token-expiration"];
      return {
        data,
        next,
        rate: rateOf(answer.headers),
        scopes: scopesOf(answer.headers),
        tokenExpiresAt: typeof expires === "string" ? expires : undefined,
      };
    } catch (error) {
      if (earlier && statusOf(error) === 304) {
        return { data: earlier.data as T, next: stillNext(earlier, parameters, page) };
      }
      throw error instanceof ConnectorError ? error : toConnectorError(error, call, io.now());
    }
  }
  return { addresses, get };
}

/**
 * A page that was the last one and full may have got a follower without changing itself: ask for
 * the next page rather than trust an old end.
 */
function stillNext(
  earlier: { data: unknown; next: string | null },
  parameters: Parameters,
  page: number,
): string | null {
  if (earlier.next !== null || parameters.page === undefined) return earlier.next;
  const { data } = earlier;
  const lists = Array.isArray(data) ? [data] : Object.values(data ?? {}).filter(Array.isArray);
  return lists.some((list) => list.length >= Number(parameters.per_page)) ? String(page + 1) : null;
}
