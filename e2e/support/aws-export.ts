import { send } from "./http";
import { instance } from "./instance";

const account = "111122223333";
const user = (name: string, tags: Record<string, string>, index: number) => ({
  Path: "/service/",
  UserName: name,
  UserId: `AIDA${String(index).padStart(12, "0")}${account.slice(0, 4)}`,
  Arn: `arn:aws:iam::${account}:user/service/${encodeURIComponent(name)}`,
  CreateDate: "2021-03-01T10:00:00Z",
  GroupList: [],
  AttachedManagedPolicies: [
    {
      PolicyName: "AdministratorAccess",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    },
    { PolicyName: name, PolicyArn: `arn:aws:iam::${account}:policy/${encodeURIComponent(name)}` },
  ],
  Tags: Object.entries({ type: "service", ...tags }).map(([Key, Value]) => ({ Key, Value })),
});

/** Puts users with these names and tags into the inventory through a real upload and sync. */
export async function ingestUsers(
  admin: Record<string, string>,
  sourceName: string,
  users: readonly { name: string; tags?: Record<string, string> }[],
): Promise<string> {
  const { baseUrl } = instance();
  const ours = { ...admin, origin: baseUrl };
  const json = { ...ours, "content-type": "application/json" };
  const post = async (path: string, headers: Record<string, string>, body: string) => {
    const answer = await send(baseUrl, path, { method: "POST", headers, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as { sourceId: string; runId: string };
  };
  const { sourceId } = await post(
    "/api/v1/sources",
    json,
    JSON.stringify({ connectorId: "aws-export", name: sourceName, config: {} }),
  );
  const details = {
    UserDetailList: users.map(({ name, tags }, index) => user(name, tags ?? {}, index)),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  const query = new URLSearchParams({ name: "details.json", kind: "authorization-details" });
  await post(
    `/api/v1/sources/${sourceId}/files?${query.toString()}`,
    { ...ours, "content-type": "application/octet-stream" },
    JSON.stringify(details),
  );
  const { runId } = await post(`/api/v1/sources/${sourceId}/sync`, json, "{}");
  await untilDone(admin, sourceId, runId);
  return sourceId;
}

async function untilDone(
  admin: Record<string, string>,
  sourceId: string,
  runId: string,
): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const path = `/api/v1/sources/${sourceId}/runs/${runId}`;
    const { text } = await send(instance().baseUrl, path, { headers: admin });
    const state = /"(?:state|status)":"(\w+)"/.exec(text)?.[1] ?? text;
    if (/^(succeeded|partial)$/i.test(state)) return;
    if (/^(failed|cancelled)$/i.test(state)) throw new Error(`The sync ended: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("The sync took longer than a minute.");
}
