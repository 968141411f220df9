import matrix from "../../app/_http/access-matrix.json" with { type: "json" };
import { getJson } from "./actors";
import { query } from "./database";

/** Where a list tells the ids that a door asks for. */
const lists: Record<string, string> = {
  sourceId: "/api/v1/sources",
  identityId: `/api/v1/identities?limit=20&q=${encodeURIComponent('source:"Holds a secret (github)"')}`,
  findingId: "/api/v1/findings?limit=20",
  campaignId: "/api/v1/campaigns",
  packId: "/api/v1/evidence",
  exceptionId: "/api/v1/exceptions",
  caseId: "/api/v1/offboarding",
  leaverId: "/api/v1/leavers",
  teamId: "/api/v1/teams",
};

/** Every door that reads, with ids of what is really there: all sources, a few of all else. */
export async function readingAddresses(admin: Record<string, string>): Promise<string[]> {
  const ids: Record<string, string[]> = {};
  for (const [name, list] of Object.entries(lists)) {
    const { items } = await getJson<{ items: { id: string }[] }>(admin, list);
    ids[name] = items.slice(0, name === "sourceId" ? 100 : 3).map(({ id }) => id);
  }
  const runs = await query<{ sourceId: string; runId: string }>(
    `SELECT DISTINCT ON (source_id) source_id AS "sourceId", id AS "runId" FROM sync_run
     ORDER BY source_id, (error IS NOT NULL) DESC, id DESC`,
  );
  const addresses = Object.keys(matrix).flatMap((door) => {
    const [first = "", address = ""] = door.split(" ");
    if (first !== "page" && first !== "GET") return [];
    if (address.includes("[runId]"))
      return runs.map((one) =>
        address.replace("[sourceId]", one.sourceId).replace("[runId]", one.runId),
      );
    const [, name = ""] = /\[(\w+)\]/.exec(address) ?? [];
    if (!name) return [address.replace("[...nextauth]", "session")];
    return (ids[name] ?? []).map((id) => address.replace(`[${name}]`, id));
  });
  return [
    ...addresses.filter((address) => !address.includes("[")),
    ...(ids.campaignId ?? []).map((id) => `/api/v1/campaigns/export?format=json&campaignId=${id}`),
    "/api/v1/identities/export?format=json",
    "/api/v1/audit-events?limit=200",
    "/sources/new?connector=github",
    "/nope",
  ];
}
