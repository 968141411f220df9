import type { TrackerConfig } from "@/lib/domain/notices/tracker-config";
import { callOut } from "@/lib/infra/outgoing";
import { openSecrets } from "../notices/open-channel";
import { githubTracker } from "./github-tracker";
import { jiraTracker } from "./jira-tracker";
import { serviceNowTracker } from "./servicenow-tracker";
import { type Call, type Tracker, TrackerError } from "./tracker-contract";

const passing = new Set([408, 425, 429]);

/** Calls of one tracker; what is no 2xx becomes an error that says whether it can pass. */
const callerOf =
  (base: string, headers: Record<string, string>, signal: AbortSignal): Call =>
  async (method, path, body) => {
    const url = `${base.replace(/\/+$/, "")}${path}`;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await callOut({ url, method, headers, signal, ...sent });
    if (answer.status >= 200 && answer.status < 300) return answer.json;
    const isFinal = answer.status < 500 && !passing.has(answer.status);
    throw new TrackerError(answer.said, isFinal, answer.retryAfterMs);
  };

const basic = (user: string, token: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`,
});

interface StoredTracker {
  id: string;
  kind: string;
  config: unknown;
  sealedSecrets: string | null;
}

/** Opens a tracker with its credential, for calls outside any transaction. */
export async function openTracker(stored: StoredTracker, signal: AbortSignal): Promise<Tracker> {
  const { token = "" } = await openSecrets(stored);
  const config = { ...(stored.config as object), kind: stored.kind } as TrackerConfig;
  switch (config.kind) {
    case "jira":
      return jiraTracker(config, callerOf(config.url, basic(config.user, token), signal));
    case "servicenow":
      return serviceNowTracker(config, callerOf(config.url, basic(config.user, token), signal));
    case "github_issues": {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
      };
      return githubTracker(config, callerOf(config.url, headers, signal));
    }
  }
}
