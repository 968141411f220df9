import type { TrustRecord } from "@/lib/domain/inventory/source-record";
import type { Page, SourceRecord } from "../../contract";
import { privilegeOf } from "../access";
import type { ListCall } from "../client";
import { principalId } from "../external-ids";
import { isUnknownType } from "../graph-error";
import { principalLastUsed } from "../last-used";
import { listPage, type Reader } from "../reader";
import { fact, lifetime, nameOf, tagsOf, untold, writtenOwner, type Reading } from "../records";
import { agentIdentity, type AgentIdentity } from "../schemas";
import { statusOf } from "./service-principals";

const agentsCall: ListCall<AgentIdentity> = {
  name: "GET /servicePrincipals/microsoft.graph.agentIdentity",
  path: "/v1.0/servicePrincipals/microsoft.graph.agentIdentity",
  query: "$top=100",
  schema: agentIdentity,
  permission: "AgentIdentity.Read.All",
};

/** Whoever can sign in as an agent's blueprint can do so as the agent. */
function blueprintTrust({ id, agentIdentityBlueprintId: blueprint }: AgentIdentity): TrustRecord[] {
  if (!blueprint) return [];
  return [
    {
      type: "trust",
      externalId: `${principalId(id)}/blueprint`,
      identityExternalId: principalId(id),
      principalKind: "identity",
      principal: `Blueprint ${blueprint}`.slice(0, 1000),
      verdict: "narrow",
      because: "Whoever holds a credential of its blueprint can sign in as the agent.",
    },
  ];
}

async function mapAgent(
  reader: Reader,
  agent: AgentIdentity,
  lastUsed: Awaited<ReturnType<typeof principalLastUsed>>,
): Promise<SourceRecord[]> {
  const from: Reading = { source: agentsCall.name, at: reader.now() };
  const externalId = principalId(agent.id);
  const { createdByAppId: maker, agentIdentityBlueprintId: blueprint } = agent;
  return [
    {
      type: "identity",
      externalId,
      kind: "ai_agent",
      detail: "entra.agent_identity",
      custody: "assumable_role",
      name: nameOf(agent.displayName, `Agent ${agent.id}`),
      status: statusOf(agent),
      identityClass: "ai_tool_token",
      container: reader.config.tenantId,
      url: `${reader.portal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${agent.id}`,
      tags: tagsOf(agent.tags),
      attributes: {
        appId: agent.appId ?? null,
        agentIdentityBlueprintId: blueprint ?? null,
        createdByAppId: maker ?? null,
      },
      facts: {
        ...lifetime({
          ...(agent.createdDateTime ? { createdAt: fact(from, agent.createdDateTime) } : {}),
          ...(maker ? { createdBy: fact(from, `Application ${maker}`.slice(0, 500)) } : {}),
          lastUsedAt: lastUsed(agent.appId ?? agent.id),
          expiresAt: fact(from, null),
          lastRotatedAt: untold("An agent holds no credential: its blueprint signs in for it"),
        }),
        privilege: await privilegeOf(reader.directory, agent.id, reader.now()),
        interactive: fact(from, false),
      },
    },
    ...blueprintTrust(agent),
    ...writtenOwner(externalId, agent),
  ];
}

/** The page of a tenant or cloud that has no agents yet: not denied, not empty, but not there. */
export const withoutAgents = (reader: Reader): Page => ({
  records: [],
  nextCursor: null,
  complete: false,
  gaps: [
    {
      reason: "not_enabled",
      scope: reader.config.tenantId,
      message: "This tenant's Microsoft Graph does not know agent identities.",
    },
  ],
});

export async function agentIdentities(reader: Reader, cursor: string | null): Promise<Page> {
  try {
    return await listPage(reader, agentsCall, cursor, async (rows) => {
      const lastUsed = await principalLastUsed(reader);
      const mapped = [];
      for (const agent of rows) mapped.push(...(await mapAgent(reader, agent, lastUsed)));
      return mapped;
    });
  } catch (error) {
    if (isUnknownType(error)) return withoutAgents(reader);
    throw error;
  }
}
