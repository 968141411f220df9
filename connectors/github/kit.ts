import { createPrivateKey } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { ConnectorError } from "../contract";
import type { ConnectorIo } from "../contract";
import type { Addresses } from "./addresses";
import type { GitHubConfig } from "./manifest";
import { isAnswer, isBriefFailure } from "./failures";

const apiVersion = "2022-11-28";
/** Longer waits go back to the runner, which frees the worker and comes again. */
const longestWaitSeconds = 3;
const quiet = () => undefined;

/**
 * Tells the retry plug-in which calls to repeat: a read that met a broken connection, a 502 or a 503,
 * once, and only if GitHub answered since the last repeat. An outage thus costs one repeat of a
 * connection, and all further tries are the runner's (ADR 0007).
 */
function briefFailures(kit: Pick<Octokit, "hook">): object {
  let hasAnswered = false;
  kit.hook.after("request", () => {
    hasAnswered = true;
  });
  kit.hook.error("request", (error, options) => {
    const mayRepeat = hasAnswered && options.method === "GET" && isBriefFailure(error);
    if (mayRepeat) hasAnswered = false;
    else if (isAnswer(error)) hasAnswered = true;
    options.request.retries = mayRepeat ? 1 : 0;
    throw error;
  });
  return {};
}

const Kit = Octokit.plugin(throttling, briefFailures, retry);

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

/** Octokit over `io.fetch`, with its throttle and its repeats held to the runner's rules. */
export function kitFor(config: GitHubConfig, io: ConnectorIo, { api }: Addresses) {
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
    throttle: {
      // Its queues are shared by the process: one organisation must not wait for another.
      id: `${api}/${config.org}`,
      onRateLimit: onLimit,
      onSecondaryRateLimit: onLimit,
    },
    retry: { retries: 0 },
  });
  // The throttle spaces queries by a second too, as if they were writes.
  const unspaced = addHooks(new Octokit({ ...common, authStrategy: () => kit.auth }));
  return { kit: addHooks(kit), query: unspaced.request };
}
