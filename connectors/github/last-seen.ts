import { unknown } from "@/lib/domain/evidence";
import { ConnectorError } from "../contract";
import type { GitHubClient } from "./client";
import { auditRoute } from "./remembered-creators";
import { fact } from "./records";
import type { Lifetime, Reading } from "./records";
import { auditLogSchema } from "./audit-log-schema";

type Seen = Pick<Lifetime, "lastUsedAt" | "lastUsedDetail">;

export interface LastSeen {
  /** The newest event of an account in the audit log, as its last use. */
  of(login: string, from: Reading): Promise<Seen>;
}

/** The audit log answers 1,750 queries an hour, and creators and OAuth apps ask it too. */
const mostAsked = 600;
const noLog = unknown(
  "not_offered",
  "Only the audit log tells, which this plan or permission does not open",
);
const noEvent = unknown(
  "not_tracked_yet",
  "No event in the audit log, which keeps 180 days (7 of Git); reading leaves none",
);
const notAsked = unknown(
  "not_collected",
  `The audit log was asked about the first ${mostAsked} accounts of this run only`,
);

/** Asked once per account and run; after the first refusal nothing more is asked. */
export function lastSeenIn({ get }: GitHubClient, org: string): LastSeen {
  let asked = 0;
  let isClosed = false;
  return {
    of: async (login, from) => {
      if (isClosed) return { lastUsedAt: noLog };
      if ((asked += 1) > mostAsked) return { lastUsedAt: notAsked };
      const query = { org, phrase: `actor:${login}`, include: "all", order: "desc", per_page: 1 };
      try {
        const { data } = await get(auditRoute, query, auditLogSchema);
        const event = data.find(({ actor }) => actor?.toLowerCase() === login.toLowerCase());
        if (!event) return { lastUsedAt: noEvent };
        const told = { ...from, source: `GET ${auditRoute}` };
        return {
          lastUsedAt: fact(told, new Date(event["@timestamp"]).toISOString()),
          lastUsedDetail: fact(told, `audit log: ${event.action}`.slice(0, 500)),
        };
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.code !== "forbidden") throw error;
        isClosed = true;
        return { lastUsedAt: noLog };
      }
    },
  };
}
