import { z } from "zod";
import { ConnectorError, type Verification } from "../contract";
import type { GraphClient } from "./client";
import { clouds, type EntraConfig } from "./config";
import { isRefusal } from "./graph-error";
import { applicationId, principalId } from "./external-ids";
import { missingPermissions, writingRoles } from "./permissions";

const organisation = z.object({
  value: z.array(z.object({ id: z.string(), displayName: z.string().nullish() })),
});
const named = z.object({ id: z.guid(), displayName: z.string().nullish() });

async function orRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

const one = (
  client: GraphClient,
  of: "applications" | "servicePrincipals",
  clientId: string,
): Promise<z.infer<typeof named> | null> =>
  orRefused(
    client.get({
      name: `GET /${of}(appId)`,
      path: `/v1.0/${of}(appId='${encodeURIComponent(clientId)}')`,
      query: "$select=id,displayName",
      schema: named,
      permission: "Application.Read.All",
    }),
  );

/** The application registration that holds the credential; its service principal where it lives elsewhere. */
async function selfOf(client: GraphClient, clientId: string): Promise<Verification["self"]> {
  const application = await one(client, "applications", clientId);
  if (application)
    return {
      externalId: applicationId(application.id),
      name: application.displayName || `Application ${clientId}`,
    };
  const principal = await one(client, "servicePrincipals", clientId);
  return principal
    ? {
        externalId: principalId(principal.id),
        name: principal.displayName || `Application ${clientId}`,
      }
    : undefined;
}

function warningsOf({ auth, cloud }: EntraConfig, roles: readonly string[]): string[] {
  const writes = writingRoles(roles);
  return [
    writes.length > 0
      ? `The application may change things (${writes.slice(0, 8).join(", ")}): Muster only reads with it.`
      : "",
    auth === "secret"
      ? "It signs in with a client secret. A certificate cannot be read out of a form, a log or a mail."
      : "",
    cloud === "global"
      ? ""
      : `Microsoft's ${clouds[cloud].label} cloud has no reports about sign-ins: when something was last used stays unknown.`,
  ].filter(Boolean);
}

/** Few calls: a token tells the permissions by itself. */
export async function verify(client: GraphClient, config: EntraConfig): Promise<Verification> {
  const { roles, tid } = await client.claims();
  const call = {
    name: "GET /organization",
    path: "/v1.0/organization",
    query: "$select=id,displayName",
    schema: organisation,
    permission: "Organization.Read.All",
  };
  const found = await orRefused(client.get(call));
  const tenant = found?.value.find(({ id }) => id === tid) ?? found?.value[0];
  if (found && !tenant)
    throw new ConnectorError(
      "unexpected_response",
      `The answer to ${call.name} names no organisation.`,
    );
  const self = await selfOf(client, config.clientId);
  return {
    principal: self?.name ?? `Application ${config.clientId}`,
    scope: tenant?.displayName ? `${tenant.displayName} (${tid})` : `Tenant ${tid}`,
    missing: missingPermissions(roles),
    warnings: warningsOf(config, roles),
    ...(self ? { self } : {}),
  };
}
