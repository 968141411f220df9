import { createHash } from "node:crypto";
import { send } from "./http";
import { instance } from "./instance";

const account = "111122223333";
/** The same name is the same user, whichever others are listed beside it. */
const idOf = (name: string): string =>
  `AIDA${createHash("sha1").update(name).digest("hex").slice(0, 12).toUpperCase()}`;
const user = (name: string, tags: Record<string, string>) => ({
  Path: "/service/",
  UserName: name,
  UserId: idOf(name),
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

interface ExportedUser {
  name: string;
  tags?: Record<string, string>;
}

async function post(
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ sourceId: string; runId: string }> {
  const { baseUrl } = instance();
  const answer = await send(baseUrl, path, {
    method: "POST",
    headers: { ...headers, origin: baseUrl },
    body,
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text) as { sourceId: string; runId: string };
}

/** Puts users with these names and tags into the inventory through a real upload and sync. */
export async function ingestUsers(
  admin: Record<string, string>,
  sourceName: string,
  users: readonly ExportedUser[],
): Promise<string> {
  const source = { connectorId: "aws-export", name: sourceName, config: {} };
  const json = { ...admin, "content-type": "application/json" };
  const { sourceId } = await post("/api/v1/sources", json, JSON.stringify(source));
  await uploadUsers(admin, sourceId, users);
  return sourceId;
}

/** Gives a source a new export, in place of the one before, and waits until it was read. */
export async function uploadUsers(
  admin: Record<string, string>,
  sourceId: string,
  users: readonly ExportedUser[],
): Promise<void> {
  const details = {
    UserDetailList: users.map(({ name, tags }) => user(name, tags ?? {})),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  const query = new URLSearchParams({ name: "details.json", kind: "authorization-details" });
  await post(
    `/api/v1/sources/${sourceId}/files?${query.toString()}`,
    { ...admin, "content-type": "application/octet-stream" },
    JSON.stringify(details),
  );
  const json = { ...admin, "content-type": "application/json" };
  const { runId } = await post(`/api/v1/sources/${sourceId}/sync`, json, "{}");
  await untilDone(admin, sourceId, runId);
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
