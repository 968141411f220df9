import { z } from "zod";
import type { Gap, Page } from "../../contract";
import { appKey, auditRoute, secretKey } from "../remembered-creators";
import type { Creation } from "../remembered-creators";
import { gapOf } from "../failures";
import { followingCursor, parsePageCursor } from "../page-cursor";
import { pageSize } from "../reader";
import type { Reader } from "../reader";

const text = z.string().nullish();
const number = z.number().int().nullish();
const creationsSchema = z.array(
  z.object({
    action: z.string(),
    "@timestamp": z.number().min(0).max(8.64e15),
    actor: text,
    actor_is_bot: z.boolean().nullish(),
    /** Name of the secret. */
    key: text,
    repo: text,
    repo_id: number,
    hook_id: number,
    /** The App, in one of two spellings. */
    integration: text,
    name: text,
  }),
);
type Event = z.infer<typeof creationsSchema>[number];

/** Events that tell who made what Muster lists. A deploy key's own entry names who added it. */
const watched = [
  "integration_installation.create",
  "org.create_actions_secret",
  "repo.create_actions_secret",
  "environment.create_actions_secret",
  "org.create_integration_secret",
  "repo.create_integration_secret",
  "codespaces.create_an_org_secret",
  "hook.create",
] as const;

/** Of one action in one run; the audit log answers 1,750 queries an hour. */
const mostPages = 30;
/** Events can appear late: the end of the last reading is read again. */
const overlapMs = 3_600_000;

const cursorSchema = z.strictObject({
  action: z.number().int().min(0),
  /** Page of the action with a digest of the one before it; null before its first. */
  at: z.string().nullable(),
  pages: z.number().int().min(0),
  newest: z.number(),
});
type Cursor = z.infer<typeof cursorSchema>;
const beginning = (action: number): Cursor => ({ action, at: null, pages: 0, newest: 0 });

/** The newest events first, back to those that an earlier run has read. */
export async function creators(reader: Reader, from: string | null): Promise<Page> {
  const cursor = from === null ? beginning(0) : cursorSchema.parse(JSON.parse(from));
  const action = watched[cursor.action];
  if (action === undefined) return { records: [], nextCursor: null, complete: true };
  const { org } = reader.config;
  const place = parsePageCursor(cursor.at);
  const after: Record<string, string> = cursor.at === null ? {} : { after: place.page };
  const query = { org, phrase: `action:${action}`, include: "web", order: "desc", ...after };
  try {
    const { data, next, rate } = await reader.client.get(
      auditRoute,
      { ...query, per_page: pageSize },
      creationsSchema,
    );
    const following = followingCursor(place, data, next, auditRoute);
    const read = { ...cursor, at: following, pages: cursor.pages + 1 };
    return { ...(await take(reader, action, read, data)), rate };
  } catch (error) {
    const gap = gapOf(error, org, "organization_administration", "plan");
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}

async function take(
  { creators: memory, config }: Reader,
  action: string,
  read: Cursor,
  events: Event[],
): Promise<Page> {
  const before = await memory.until(action);
  const newest = Math.max(read.newest, ...events.map((event) => event["@timestamp"]));
  const isCaughtUp = events.some((event) => event["@timestamp"] < before - overlapMs);
  const isCut = !isCaughtUp && read.at !== null && read.pages >= mostPages;
  const isEnd = isCaughtUp || isCut || read.at === null;
  const until = isEnd && newest > before ? { action, at: newest } : undefined;
  await memory.add(
    events.flatMap((event) => creationsIn(event, action)),
    until,
  );
  const next = isEnd ? beginning(read.action + 1) : { ...read, newest };
  return {
    records: [],
    nextCursor: next.action < watched.length ? JSON.stringify(next) : null,
    complete: !isCut,
    ...(isCut ? { gaps: [cut(config.org, action)] } : {}),
  };
}

const cut = (org: string, action: string): Gap => ({
  reason: "not_enabled",
  scope: org,
  message: `Of the audit log's ${action} events only the newest ${mostPages * pageSize} were read: who made what is older stays unknown.`,
});

function creationsIn(event: Event, action: string): [string, Creation][] {
  if (event.action !== action || !event.actor) return [];
  const one: Creation = {
    who: event.actor.slice(0, 320),
    isBot: event.actor_is_bot === true || event.actor.endsWith("[bot]"),
    action,
    at: event["@timestamp"],
  };
  return keysOf(event).map((key) => [key, one]);
}

function keysOf(event: Event): string[] {
  const { action, key, repo_id: repo, hook_id: hook } = event;
  if (action === "hook.create") return hook ? [`hook:${hook}`] : [];
  if (action === "integration_installation.create") {
    return [event.integration, event.name].flatMap((name) => (name ? [appKey(name)] : []));
  }
  if (!key) return [];
  const isActions = action.endsWith("create_actions_secret");
  const isOrg = action.startsWith("org.") || action.startsWith("codespaces.");
  if (isOrg) return [secretKey(isActions, "org", key)];
  return [repo, event.repo].flatMap((one) => (one ? [secretKey(isActions, String(one), key)] : []));
}
