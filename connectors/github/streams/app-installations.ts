import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { aiVendorOf } from "../classify";
import { gapOf } from "../failures";
import type { LastSeen } from "../last-seen";
import { orgListPage } from "../paged";
import { privilegeOfPermissions } from "../privilege";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, permissionGrants, untellable } from "../records";
import type { Reading } from "../records";
import { appOwnerSchema, installation, installationsSchema, userSchema } from "../schemas";
import { tokenRecords } from "./own-token";

type Installation = z.infer<typeof installation>;
const list = "/orgs/{org}/installations";

type Seen = Awaited<ReturnType<LastSeen["of"]>>;

export const installationId = (id: number) => `installation:${id}`;

/** `owner` is the App's owner, or null when the App is not public: then it is the organisation's. */
export function mapInstallation(
  app: Installation,
  place: { org: string; web: string; owner: string | null; seen: Seen },
  from: Reading,
): SourceRecord[] {
  const { org, web, owner, seen } = place;
  const externalId = installationId(app.id);
  const ai = aiVendorOf(app.app_slug);
  const foreign = owner !== null && owner.toLowerCase() !== org.toLowerCase();
  const vendor = ai ?? (foreign ? owner : null);
  const target =
    app.repository_selection === "all"
      ? `All repositories of ${org}`
      : `Selected repositories of ${org}`;
  return [
    {
      type: "identity",
      externalId,
      kind: "app_installation",
      detail: foreign ? "github.app_installation.third_party" : "github.app_installation",
      custody: "app_registration",
      name: app.app_slug,
      status: app.suspended_at === null ? "active" : "suspended",
      ...(ai
        ? { identityClass: "ai_tool_token" }
        : foreign
          ? { identityClass: "third_party" }
          : {}),
      ...(vendor ? { vendor } : {}),
      container: org,
      url: `${web}/organizations/${org}/settings/installations/${app.id}`,
      tags: {},
      attributes: {
        appId: app.app_id,
        appOwner: owner,
        events: app.events.slice(0, 100),
        permissions: app.permissions,
        repositorySelection: app.repository_selection,
        suspendedAt: app.suspended_at,
        updatedAt: app.updated_at,
      },
      facts: {
        ...lifetime({
          createdAt: fact(from, app.created_at),
          createdBy: untellable("Only the audit log tells who installed an App"),
          expiresAt: fact(from, null),
        }),
        ...seen,
        privilege: fact(from, privilegeOfPermissions(app.permissions, app.repository_selection)),
        interactive: fact(from, false),
      },
    },
    ...permissionGrants(externalId, app.permissions, target, "GitHub App installation"),
  ];
}

/** Owner of a public App; null when GitHub shows no such App to us. */
async function ownerOf({ client }: Reader, slug: string): Promise<string | null> {
  try {
    const { data } = await client.get("/apps/{app_slug}", { app_slug: slug }, appOwnerSchema);
    return data.owner.login ?? null;
  } catch (error) {
    gapOf(error, slug, "metadata");
    return null;
  }
}

async function described(reader: Reader, app: Installation, route: string) {
  const { org } = reader.config;
  const { web } = reader.client.addresses;
  const owner = await ownerOf(reader, app.app_slug);
  const from = reading(reader, route);
  const seen = await reader.lastSeen.of(`${app.app_slug}[bot]`, from);
  return mapInstallation(app, { org, web, owner, seen }, from);
}

export function appInstallations(reader: Reader, cursor: string | null): Promise<Page> {
  const own = reader.config.authMode === "app" ? reader.config.installationId : undefined;
  return orgListPage(
    reader,
    {
      route: list,
      schema: installationsSchema,
      permission: "organization_administration",
      perPage: 25,
      records: async ({ installations }) => {
        const others = installations.filter(({ id }) => id !== own);
        return (await Promise.all(others.map((app) => described(reader, app, list)))).flat();
      },
    },
    cursor,
  );
}

/** Muster's own App installation or token: a stream of its own, so that it is listed without rights. */
export async function ownCredential(reader: Reader): Promise<Page> {
  const { client, config } = reader;
  const end = { nextCursor: null, complete: true };
  if (config.authMode === "app") {
    const route = "/orgs/{org}/installation";
    const { data } = await client.get(route, { org: config.org }, installation);
    return { ...end, records: await described(reader, data, route) };
  }
  const answer = await client.get("/user", {}, userSchema);
  return { ...end, records: tokenRecords(answer, config.org, reading(reader, "/user")) };
}
