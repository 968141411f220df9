import type { z } from "zod";
import type { Gap, Page, SourceRecord } from "../../contract";
import { aiVendorOf } from "../classify";
import { gapOf } from "../failures";
import { followingCursor, parsePageCursor } from "../page-cursor";
import { pageSize, reading } from "../reader";
import type { Reader } from "../reader";
import { lifetime, ownerHint, untellable } from "../records";
import type { Reading } from "../records";
import { auditLogSchema } from "../schemas";

type Event = z.infer<typeof auditLogSchema>[number];
const route = "/orgs/{org}/audit-log";
const approved = "org.oauth_app_access_approved";

export function mapOauthApp(event: Event, org: string, from: Reading): SourceRecord[] {
  const name = event.oauth_application_name ?? event.oauth_application;
  if (event.action !== approved || !name) return [];
  const externalId = `oauth-app:${event.oauth_application_id ?? name}`;
  const ai = aiVendorOf(name.toLowerCase().replaceAll(" ", "-"));
  return [
    {
      type: "identity",
      externalId,
      kind: "oauth_app",
      detail: "github.oauth_app.seen",
      name,
      status: "unknown",
      identityClass: ai ? "ai_tool_token" : "third_party",
      ...(ai ? { vendor: ai } : {}),
      container: org,
      tags: {},
      attributes: { seen: event.action },
      facts: {
        ...lifetime({
          createdAt: untellable("GitHub has no list of OAuth apps; only its approval was seen"),
        }),
        privilege: untellable("The audit log does not tell the scopes of an OAuth app"),
      },
    },
    ...ownerHint(
      externalId,
      "audit_creator",
      event.actor,
      `Approved it on ${new Date(event["@timestamp"]).toISOString().slice(0, 10)} (audit log, read ${from.at.toISOString().slice(0, 10)})`,
    ),
  ];
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
  const at = parsePageCursor(cursor);
  const after: Record<string, string> = cursor === null ? {} : { after: at.page };
  const query = { org, phrase: `action:${approved}`, include: "web", order: "asc", ...after };
  try {
    const { data, next, rate } = await reader.client.get(
      route,
      { ...query, per_page: pageSize },
      auditLogSchema,
    );
    const records = data.flatMap((event) => mapOauthApp(event, org, reading(reader, route)));
    const nextCursor = followingCursor(at, data, next, route);
    return { records, nextCursor, complete: false, gaps: [window(org)], rate };
  } catch (error) {
    const gap = gapOf(error, org, "organization_administration", "plan");
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}
