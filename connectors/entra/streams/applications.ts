import type { IdentityRecord } from "@/lib/domain/inventory/source-record";
import { unknown } from "@/lib/domain/evidence";
import type { Page, SourceRecord } from "../../contract";
import { privilegeOf } from "../access";
import type { ListCall } from "../client";
import { applicationId, federatedId } from "../external-ids";
import { type LastUsed, pageWithUse } from "../last-used";
import type { Reader } from "../reader";
import {
  credentialRecords,
  fact,
  lifetime,
  nameOf,
  newestOf,
  tagsOf,
  untold,
  writtenOwner,
  type Reading,
} from "../records";
import { application, type Application, type Principal } from "../schemas";
import { federatedRecords } from "./federated";

export const applicationsCall: ListCall<Application> = {
  name: "GET /applications",
  path: "/v1.0/applications",
  query:
    "$select=id,appId,displayName,description,notes,createdDateTime,signInAudience,publisherDomain,disabledByMicrosoftStatus,serviceManagementReference,tags,verifiedPublisher,requiredResourceAccess,passwordCredentials,keyCredentials&$expand=federatedIdentityCredentials&$top=999",
  schema: application,
  permission: "Application.Read.All",
};

const isForOthers = (audience: string | null | undefined): boolean =>
  audience !== null && audience !== undefined && audience !== "AzureADMyOrg";

/** Switched off is the service principal of an application, never the application itself. */
function statusOf(app: Application, own: Principal | undefined): IdentityRecord["status"] {
  if (app.disabledByMicrosoftStatus && app.disabledByMicrosoftStatus !== "NotDisabled")
    return "suspended";
  return own?.accountEnabled === false ? "disabled" : "active";
}

/** What it asks for, by name; whether it was granted stands with its service principal. */
async function requestedOf({ directory }: Reader, app: Application): Promise<string[]> {
  const asked: string[] = [];
  for (const { resourceAppId, resourceAccess } of app.requiredResourceAccess.slice(0, 50)) {
    const resource = await directory.principalOf(resourceAppId);
    for (const { id, type } of resourceAccess.slice(0, 200)) {
      const isRole = type === "Role";
      const names = isRole ? resource?.appRoles : resource?.oauth2PermissionScopes;
      const name = names?.get(id) || id;
      const of = resource?.displayName || resourceAppId;
      asked.push(`${of}: ${name} (${isRole ? "application" : "delegated"})`.slice(0, 300));
    }
  }
  return asked.slice(0, 80);
}

async function attributesOf(reader: Reader, app: Application, own: Principal | undefined) {
  return {
    appId: app.appId,
    servicePrincipalId: own?.id ?? null,
    signInAudience: app.signInAudience ?? null,
    publisherDomain: app.publisherDomain ?? null,
    verifiedPublisher: app.verifiedPublisher,
    serviceManagementReference: app.serviceManagementReference?.slice(0, 300) ?? null,
    requestedAccess: await requestedOf(reader, app),
  };
}

/** Whether other organisations can take it up. */
function exposureOf(app: Application, from: Reading): IdentityRecord["facts"]["exposure"] {
  const { signInAudience: audience } = app;
  if (!audience) return unknown("unreadable", "Graph does not tell who may sign in to it");
  const because = isForOthers(audience)
    ? `Other organisations can take it up (${audience})`.slice(0, 500)
    : "Only this tenant can use it";
  return fact(from, { public: isForOthers(audience), because });
}

async function factsOf(
  reader: Reader,
  app: Application,
  own: Principal | undefined,
  at: { from: Reading; lastUsed: LastUsed },
): Promise<IdentityRecord["facts"]> {
  const { from, lastUsed } = at;
  const newest = newestOf(app);
  const nothing = {
    level: "none" as const,
    reasons: ["It has no service principal in this tenant, so nothing was granted to it here."],
  };
  return {
    ...lifetime({
      ...(app.createdDateTime ? { createdAt: fact(from, app.createdDateTime) } : {}),
      lastUsedAt: lastUsed.ofApp(app.appId),
      expiresAt: fact(from, null),
      lastRotatedAt: newest ? fact(from, newest) : untold("It holds no secret or certificate"),
    }),
    privilege: own
      ? await privilegeOf(reader.directory, own.id, reader.now())
      : fact(from, nothing),
    interactive: fact(from, false),
    exposure: exposureOf(app, from),
  };
}

async function mapApplication(
  reader: Reader,
  app: Application,
  lastUsed: LastUsed,
): Promise<SourceRecord[]> {
  const from: Reading = { source: applicationsCall.name, at: reader.now() };
  const externalId = applicationId(app.id);
  const own = await reader.directory.principalOf(app.appId);
  const description = (app.description || app.notes || "").slice(0, 2000);
  const identity: IdentityRecord = {
    type: "identity",
    externalId,
    kind: "app_registration",
    detail: "entra.application",
    custody: "app_registration",
    name: nameOf(app.displayName, `Application ${app.appId}`),
    ...(description ? { description } : {}),
    status: statusOf(app, own),
    container: reader.config.tenantId,
    url: `${reader.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${app.appId}`,
    tags: tagsOf(app.tags),
    attributes: await attributesOf(reader, app, own),
    facts: await factsOf(reader, app, own, { from, lastUsed }),
  };
  const federated = app.federatedIdentityCredentials.flatMap((one) =>
    federatedRecords({ holder: externalId, id: federatedId(externalId, one.id), from }, one),
  );
  return [
    identity,
    ...credentialRecords({ holder: externalId, from, lastUsed: lastUsed.ofKey }, app),
    ...federated,
    ...writtenOwner(externalId, app),
  ];
}

export const applications = (reader: Reader, cursor: string | null): Promise<Page> =>
  pageWithUse(reader, applicationsCall, cursor, (app, lastUsed) =>
    mapApplication(reader, app, lastUsed),
  );
