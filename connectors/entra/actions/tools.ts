import { z } from "zod";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import { ConnectorError, type ActionTarget, type Inspection } from "../../contract";
import type { GraphClient, ListCall } from "../client";
import type { EntraConfig } from "../config";
import { credentialSignInsCall, hasReports, signInsCall } from "../directory";
import { isRefusal } from "../graph-error";
import { latestOf } from "../last-used";

/** What an action works with: a credential that may write. */
export interface ActionTools {
  client: GraphClient;
  config: EntraConfig;
  now: () => Date;
}

/** Writing what was read needs one of these; the second reaches only what the application owns. */
export const writePermission = "Application.ReadWrite.All";

/** Checked again right before the call: what was approved may have changed since. */
export async function unlessRefused(inspect: () => Promise<Inspection>): Promise<Inspection> {
  const seen = await inspect();
  if (seen.refusal) throw new ConnectorError("forbidden", `${seen.refusal} Nothing was changed.`);
  return seen;
}

const seenIds = z.object({ appId: z.string().nullish() });

/** Why it must not be touched: it is Muster's own, or not what the last sync saw under this id. */
export function refusalOf(
  { config }: ActionTools,
  { attributes, subject }: ActionTarget,
  appId: string | null | undefined,
): string | null {
  if (appId?.toLowerCase() === config.clientId.toLowerCase())
    return "This is what Muster itself signs in with.";
  const { data } = seenIds.safeParse(attributes);
  const isOther = subject === "identity" && data?.appId && data.appId !== appId;
  return isOther ? "Another application bears this id now. Sync the source and ask again." : null;
}

async function reported<T>(
  tools: ActionTools,
  call: ListCall<T>,
  filter: string,
  latest: (row: T) => string | null,
): Promise<Fact<string | null>> {
  if (!hasReports(tools.config))
    return unknown("not_offered", "Only the global cloud tells of sign-ins");
  try {
    const rows = await tools.client.every({ ...call, query: `$filter=${encodeURI(filter)}` });
    const at = rows
      .map(latest)
      .reduce((one, other) => ((other ?? "") > (one ?? "") ? other : one), null);
    if (at !== null) return known(at, call.name, tools.now());
    return unknown("not_tracked_yet", "Entra's report holds no sign-in of it");
  } catch (error) {
    if (isRefusal(error)) return unknown("permission_missing", error.message.slice(0, 500));
    throw error;
  }
}

export const applicationLastUsed = (
  tools: ActionTools,
  appId: string | null | undefined,
): Promise<Fact<string | null>> =>
  reported(tools, signInsCall, `appId eq '${(appId ?? "").replaceAll("'", "''")}'`, latestOf);

export const credentialLastUsed = (
  tools: ActionTools,
  keyId: string,
): Promise<Fact<string | null>> =>
  reported(
    tools,
    credentialSignInsCall,
    `keyId eq '${keyId}'`,
    ({ signInActivity }) => signInActivity,
  );

/** Who would notice, as far as sign-ins tell. */
export const usersOf = (name: string, lastUsedAt: Inspection["lastUsedAt"]): string[] =>
  lastUsedAt.state === "known" && lastUsedAt.value !== null
    ? [`Whoever runs ${name}: it signed in on ${lastUsedAt.value.slice(0, 10)}`.slice(0, 500)]
    : [];
