import { ConnectorError, type Gap, type Page, type SourceRecord } from "../../contract";
import { isHidden } from "../directory";
import { applicationId, principalId } from "../external-ids";
import { isWithheld, ownerHints } from "../owner-hints";
import { ownedCalls, ownersOf } from "../owner-lists";
import { refusedPage, type Reader } from "../reader";
import type { DirectoryObject, Owned } from "../schemas";

export const applicationRole = "Owner of the application in Entra ID";
const principalRole = "Owner of the enterprise application in Entra ID";
const agentRole = "Owner of the agent in Entra ID";

/** Who is told in part only, without the right to read people: nobody is lost, but somebody unnamed. */
export const withheldGap = (reader: Reader, count: number): Gap[] =>
  count === 0
    ? []
    : [
        {
          reason: "forbidden",
          scope: reader.config.tenantId,
          permission: "User.Read.All",
          message: `Graph tells of ${count} owners their id and at most a name: reading who they are needs User.Read.All.`,
        },
      ];

interface Found {
  records: SourceRecord[];
  withheld: number;
}

const hintsOf = (id: string, role: string, owners: readonly DirectoryObject[]): Found => ({
  records: ownerHints(id, role, owners),
  withheld: owners.filter(isWithheld).length,
});

async function ofApplications(reader: Reader, rows: readonly Owned[]): Promise<Found[]> {
  const found = [];
  for (const row of rows) {
    const owners = await ownersOf(reader.client, "applications", row);
    found.push(hintsOf(applicationId(row.id), applicationRole, owners));
  }
  return found;
}

/** An application's owners answer for its service principal here too; each is named once. */
async function ofPrincipals(reader: Reader, rows: readonly Owned[]): Promise<Found[]> {
  const found = [];
  for (const row of rows.filter((one) => !isHidden(one))) {
    const isAgent = row.servicePrincipalType === "ServiceIdentity";
    const own = await ownersOf(reader.client, "servicePrincipals", row);
    const ofTenant = isAgent ? null : await reader.directory.applicationOwners();
    const application = ofTenant?.get(row.appId ?? "") ?? [];
    const named = new Set(application.map(({ id }) => id));
    const others = own.filter(({ id }) => !named.has(id));
    found.push(
      hintsOf(principalId(row.id), applicationRole, application),
      hintsOf(principalId(row.id), isAgent ? agentRole : principalRole, others),
    );
  }
  return found;
}

const phases = ["applications", "servicePrincipals"] as const;

function parseCursor(cursor: string | null): { phase: number; at: string | null } {
  const [, phase, at] = /^([01]) (.*)$/s.exec(cursor ?? "0 ") ?? [];
  if (phase === undefined)
    throw new ConnectorError("unexpected_response", "The cursor is not one of ours.");
  return { phase: Number(phase), at: at || null };
}

/** Who is set as owner: first of the applications, then of everything that can sign in. */
export async function owners(reader: Reader, cursor: string | null): Promise<Page> {
  const { phase, at } = parseCursor(cursor);
  const isFirst = phases[phase] === "applications";
  try {
    const call = ownedCalls[phases[phase] ?? "applications"];
    const { rows, next } = await reader.client.page(call, at);
    const found = await (isFirst ? ofApplications(reader, rows) : ofPrincipals(reader, rows));
    const withheld = found.reduce((sum, one) => sum + one.withheld, 0);
    const after = isFirst ? "1 " : null;
    return {
      records: found.flatMap(({ records }) => records),
      nextCursor: next === null ? after : `${phase} ${next}`,
      complete: withheld === 0,
      gaps: withheldGap(reader, withheld),
    };
  } catch (error) {
    return refusedPage(error, reader, "Application.Read.All");
  }
}
