import { unknown } from "@/lib/domain/evidence";
import type { IdentityRecord, TrustRecord } from "@/lib/domain/inventory/source-record";
import type { Page, SourceRecord } from "../../contract";
import { privilegeOf } from "../access";
import type { ListCall } from "../client";
import { isHidden } from "../directory";
import { principalId } from "../external-ids";
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
import { servicePrincipal, type ServicePrincipal } from "../schemas";
import { pathPart } from "../../shared/path-part";

export const servicePrincipalsCall: ListCall<ServicePrincipal> = {
  name: "GET /servicePrincipals",
  path: "/v1.0/servicePrincipals",
  query:
    "$select=id,appId,displayName,description,notes,createdDateTime,servicePrincipalType,accountEnabled,appOwnerOrganizationId,disabledByMicrosoftStatus,preferredSingleSignOnMode,alternativeNames,tags,verifiedPublisher,passwordCredentials,keyCredentials&$top=999",
  schema: servicePrincipal,
  permission: "Application.Read.All",
};

type Sort = Pick<IdentityRecord, "kind" | "detail" | "custody">;

const azureResource = (one: ServicePrincipal): string | undefined =>
  one.alternativeNames.find((name) => name.startsWith("/subscriptions/"));

function sortOf(one: ServicePrincipal, isForeign: boolean): Sort {
  if (one.servicePrincipalType === "ManagedIdentity") {
    const isOwn = one.alternativeNames.includes("isExplicit=True");
    const detail = isOwn ? "user_assigned" : "system_assigned";
    return {
      kind: "managed_identity",
      detail: `entra.managed_identity.${detail}`,
      custody: "managed_identity",
    };
  }
  if (isForeign)
    return {
      kind: "app_installation",
      detail: "entra.service_principal.third_party",
      custody: "app_registration",
    };
  const detail = one.servicePrincipalType === "Legacy" ? ".legacy" : "";
  return {
    kind: "service_account",
    detail: `entra.service_principal${detail}`,
    custody: "app_registration",
  };
}

export function statusOf(
  one: Pick<ServicePrincipal, "accountEnabled" | "disabledByMicrosoftStatus">,
): IdentityRecord["status"] {
  if (one.disabledByMicrosoftStatus && one.disabledByMicrosoftStatus !== "NotDisabled")
    return "suspended";
  if (one.accountEnabled === null || one.accountEnabled === undefined) return "unknown";
  return one.accountEnabled ? "active" : "disabled";
}

/** Who can become it: the holder of its application's credentials, here or in another tenant. */
function trustOf(one: ServicePrincipal, isForeign: boolean): TrustRecord[] {
  const home = one.appOwnerOrganizationId;
  if (one.servicePrincipalType === "ManagedIdentity" || !home || !one.appId) return [];
  return [
    {
      type: "trust",
      externalId: `${principalId(one.id)}/home`,
      identityExternalId: principalId(one.id),
      principalKind: isForeign ? "external_account" : "identity",
      principal: isForeign ? `Tenant ${home}` : `Application ${one.appId}`,
      verdict: "narrow",
      because: isForeign
        ? "The application's home tenant holds its credentials and can sign in as it."
        : "Whoever holds a credential of the application signs in as it.",
    },
  ];
}

function linkOf(portal: string, one: ServicePrincipal): string {
  const app = one.appId ? `/appId/${pathPart(one.appId)}` : "";
  return `${portal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${one.id}${app}`.slice(
    0,
    1000,
  );
}

function attributesOf(one: ServicePrincipal): IdentityRecord["attributes"] {
  return {
    appId: one.appId ?? null,
    servicePrincipalType: one.servicePrincipalType ?? null,
    appOwnerOrganizationId: one.appOwnerOrganizationId ?? null,
    singleSignOn: one.preferredSingleSignOnMode ?? null,
    azureResource: azureResource(one)?.slice(0, 600) ?? null,
    verifiedPublisher: one.verifiedPublisher?.slice(0, 300) ?? null,
  };
}

async function factsOf(
  reader: Reader,
  one: ServicePrincipal,
  at: { from: Reading; lastUsed: LastUsed; isManaged: boolean },
): Promise<IdentityRecord["facts"]> {
  const { from, lastUsed, isManaged } = at;
  const newest = newestOf(one);
  return {
    ...lifetime({
      ...(one.createdDateTime ? { createdAt: fact(from, one.createdDateTime) } : {}),
      lastUsedAt: isManaged
        ? unknown("not_collected", "Sign-ins of managed identities are in a log of their own")
        : lastUsed.ofApp(one.appId),
      expiresAt: fact(from, null),
      lastRotatedAt: newest ? fact(from, newest) : untold("It holds no secret or certificate"),
    }),
    privilege: await privilegeOf(reader.directory, one.id, reader.now()),
    interactive: fact(from, false),
  };
}

async function mapPrincipal(
  reader: Reader,
  one: ServicePrincipal,
  lastUsed: LastUsed,
): Promise<SourceRecord[]> {
  const from: Reading = { source: servicePrincipalsCall.name, at: reader.now() };
  const externalId = principalId(one.id);
  const home = one.appOwnerOrganizationId;
  const isManaged = one.servicePrincipalType === "ManagedIdentity";
  const isForeign = Boolean(home) && !isManaged && home !== (await reader.directory.tenantId());
  const description = (one.description || one.notes || "").slice(0, 2000);
  const vendor = (one.verifiedPublisher || `Tenant ${home}`).slice(0, 200);
  const identity: IdentityRecord = {
    type: "identity",
    externalId,
    ...sortOf(one, isForeign),
    name: nameOf(one.displayName, `Service principal ${one.id}`),
    ...(description ? { description } : {}),
    status: statusOf(one),
    ...(isForeign ? { vendor } : {}),
    container: reader.config.tenantId,
    url: linkOf(reader.portal, one),
    tags: tagsOf(one.tags),
    attributes: attributesOf(one),
    facts: await factsOf(reader, one, { from, lastUsed, isManaged }),
  };
  const held = { holder: externalId, from, lastUsed: lastUsed.ofKey };
  return [
    identity,
    // Azure makes, holds and rotates those of a managed identity; nobody can take them away.
    ...(isManaged ? [] : credentialRecords(held, one)),
    ...trustOf(one, isForeign),
    ...writtenOwner(externalId, one),
  ];
}

/** Agents have a stream of their own; Microsoft's services are not listed. */
export const servicePrincipals = (reader: Reader, cursor: string | null): Promise<Page> =>
  pageWithUse(reader, servicePrincipalsCall, cursor, async (one, lastUsed) =>
    isHidden(one) || one.servicePrincipalType === "ServiceIdentity"
      ? []
      : mapPrincipal(reader, one, lastUsed),
  );
