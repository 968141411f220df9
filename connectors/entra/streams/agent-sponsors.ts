import { z } from "zod";
import type { Page } from "../../contract";
import type { ListCall } from "../client";
import { principalId } from "../external-ids";
import { isUnknownType } from "../graph-error";
import { isWithheld, ownerHints } from "../owner-hints";
import { everybody, ownerFields } from "../owner-lists";
import { refusedPage, type Reader } from "../reader";
import { directoryObject } from "../schemas";
import { withoutAgents } from "./agent-identities";
import { withheldGap } from "./owners";

const permission = "AgentIdentity.Read.All";
const sponsored = z.object({ id: z.guid(), sponsors: z.array(directoryObject).default([]) });
const sponsoredCall: ListCall<z.infer<typeof sponsored>> = {
  name: "GET /servicePrincipals/microsoft.graph.agentIdentity with their sponsors",
  path: "/v1.0/servicePrincipals/microsoft.graph.agentIdentity",
  query: `$select=id&$expand=sponsors($select=${ownerFields})&$top=100`,
  schema: sponsored,
  permission,
};

/** A stream apart from the agents: a tenant may show these and not those. */
export async function agentSponsors(reader: Reader, cursor: string | null): Promise<Page> {
  try {
    const { rows, next } = await reader.client.page(sponsoredCall, cursor);
    const records = [];
    let withheld = 0;
    for (const { id, sponsors } of rows) {
      const found = await everybody(reader.client, sponsors, {
        name: "GET /servicePrincipals/{id}/microsoft.graph.agentIdentity/sponsors",
        path: `/v1.0/servicePrincipals/${id}/microsoft.graph.agentIdentity/sponsors`,
        permission,
      });
      withheld += found.filter(isWithheld).length;
      records.push(...ownerHints(principalId(id), "Sponsor of the agent in Entra ID", found));
    }
    const gaps = withheldGap(reader, withheld);
    return { records, nextCursor: next, complete: withheld === 0, gaps };
  } catch (error) {
    if (isUnknownType(error)) return withoutAgents(reader);
    return refusedPage(error, reader, permission);
  }
}
