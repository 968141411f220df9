import type { z } from "zod";
import type { Gap, Page, SourceRecord } from "../../contract";
import { aiVendorOf } from "../classify";
import { gapOf } from "../failures";
import { readOauthList } from "../oauth-list";
import type { ListedOauthApp } from "../oauth-list";
import { followingCursor, parsePageCursor } from "../page-cursor";
import { privilegeOfScopes } from "../privilege";
import { pageSize, reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, ownerHint, untellable } from "../records";
import type { Reading } from "../records";
import { auditLogSchema } from "../audit-log-schema";

type Event = z.infer<typeof auditLogSchema>[number];
const route = "/orgs/{org}/audit-log";
const approved = "org.oauth_app_access_approved";
const pasted = "List of OAuth apps in the source's settings";

const idOf = ({ id, name }: Pick<ListedOauthApp, "id" | "name">): string =>
  `oauth-app:${id ?? name}`;

/** An app as both the audit log and a person's list name it. */
function appRecord(app: ListedOauthApp, org: string, from: Reading, isSeen: boolean): SourceRecord {
  const ai = aiVendorOf(app.name.toLowerCase().replaceAll(" ", "-"));
  const vendor = ai ?? app.vendor;
  return {
    type: "identity",
    externalId: idOf(app),
    kind: "oauth_app",
    detail: isSeen ? "github.oauth_app.seen" : "github.oauth_app.listed",
    name: app.name,
    status: "unknown",
    identityClass: ai ? "ai_tool_token" : "third_party",
    ...(vendor ? { vendor } : {}),
    container: org,
    tags: {},
    attributes: isSeen ? { seen: approved } : { listed: true, approvedAt: app.approvedAt },
    facts: {
      ...lifetime({
        createdAt: untellable("GitHub has no list of OAuth apps; only its approval was seen"),
      }),
      privilege:
        app.scopes.length > 0
          ? fact(from, privilegeOfScopes(app.scopes))
          : untellable("The audit log does not tell the scopes of an OAuth app"),
    },
  };
}

/** A listed app keeps the record of the list; what the audit log adds is who approved it. */
function mapEvent(event: Event, listed: Listed, org: string, from: Reading): SourceRecord[] {
  const name = event.oauth_application_name ?? event.oauth_application;
  if (event.action !== approved || !name) return [];
  const id = event.oauth_application_id;
  const seen = { name, id: id ? String(id) : null };
  const known = listed.byKey.get(idOf(seen)) ?? listed.byKey.get(name.toLowerCase());
  const none = { vendor: null, approvedBy: null, approvedAt: null, scopes: [] };
  return [
    ...(known ? [] : [appRecord({ ...seen, ...none }, org, from, true)]),
    ...ownerHint(
      idOf(known ?? seen),
      "audit_creator",
      event.actor,
      `Approved it on ${new Date(event["@timestamp"]).toISOString().slice(0, 10)} (audit log, read ${from.at.toISOString().slice(0, 10)})`,
    ),
  ];
}

interface Listed {
  byKey: ReadonlyMap<string, ListedOauthApp>;
  records: SourceRecord[];
}

function listedApps(reader: Reader): Listed {
  const { config } = reader;
  const read = readOauthList(config.oauthApps);
  const all = typeof read === "string" ? [] : read;
  const apps = [...new Map(all.map((app) => [idOf(app), app])).values()];
  const from = { source: pasted, at: reader.now() };
  return {
    byKey: new Map(
      apps.flatMap((app) => [idOf(app), app.name.toLowerCase()].map((key) => [key, app])),
    ),
    records: apps.flatMap((app) => [
      appRecord(app, config.org, from, false),
      ...ownerHint(idOf(app), "audit_creator", app.approvedBy, `Approved it (${pasted})`),
    ]),
  };
}

const window = (org: string): Gap => ({
  reason: "not_offered",
  scope: org,
  message:
    "GitHub has no list of OAuth apps. Those approved within the audit log's window are listed; older approvals cannot be seen.",
});

/** Never complete: an app that left the audit log's window has not gone. */
export async function oauthApps(reader: Reader, cursor: string | null): Promise<Page> {
  const { org } = reader.config;
  const listed = listedApps(reader);
  const own = cursor === null ? listed.records : [];
  const at = parsePageCursor(cursor);
  const after: Record<string, string> = cursor === null ? {} : { after: at.page };
  const query = { org, phrase: `action:${approved}`, include: "web", order: "asc", ...after };
  try {
    const { data, next, rate } = await reader.client.get(
      route,
      { ...query, per_page: pageSize },
      auditLogSchema,
    );
    const records = data.flatMap((event) => mapEvent(event, listed, org, reading(reader, route)));
    const nextCursor = followingCursor(at, data, next, route);
    const all = [...own, ...records];
    return { records: all, nextCursor, complete: false, gaps: [window(org)], rate };
  } catch (error) {
    const gap = gapOf(error, org, "organization_administration", "plan");
    return { records: own, nextCursor: null, complete: false, gaps: [gap] };
  }
}
