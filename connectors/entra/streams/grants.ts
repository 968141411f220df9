import type { GrantRecord } from "@/lib/domain/inventory/source-record";
import type { Page } from "../../contract";
import { appRoleGrant, delegatedGrants, directoryRoleGrant } from "../access";
import { isHidden } from "../directory";
import { refusedPage, slicePage, type Reader } from "../reader";
import type { Principal } from "../schemas";

const byId = ({ externalId }: GrantRecord): string => externalId;

/** Every identity of this source that can hold a grant: not what Microsoft's services hold. */
const holders = async ({ directory }: Reader): Promise<Principal[]> =>
  [...(await directory.principals()).values()].filter((one) => !isHidden(one));

/** Application permissions: what software may do by itself. */
export async function appRoleAssignments(reader: Reader, cursor: string | null): Promise<Page> {
  try {
    const principals = await reader.directory.principals();
    const grants = (await holders(reader)).flatMap((one) =>
      one.appRoleAssignments.map((each) => appRoleGrant(principals, one.id, each)),
    );
    return slicePage(grants, byId, cursor);
  } catch (error) {
    return refusedPage(error, reader, "Application.Read.All");
  }
}

/** Delegated permissions: what software may do as somebody who has signed in. */
export async function oauth2PermissionGrants(reader: Reader, cursor: string | null): Promise<Page> {
  const permission = "DelegatedPermissionGrant.Read.All";
  try {
    const { rows, refusal } = await reader.directory.delegated();
    if (refusal) return refusedPage(refusal, reader, permission);
    const principals = await reader.directory.principals();
    const grants = (await holders(reader)).flatMap((one) =>
      delegatedGrants(principals, one.id, rows.get(one.id) ?? []),
    );
    return slicePage(grants, byId, cursor);
  } catch (error) {
    return refusedPage(error, reader, permission);
  }
}

/** Directory roles of software; those of people are another product's concern. */
export async function directoryRoles(reader: Reader, cursor: string | null): Promise<Page> {
  const permission = "RoleManagement.Read.Directory";
  try {
    const { rows, refusal } = await reader.directory.roles();
    if (refusal) return refusedPage(refusal, reader, permission);
    const grants = (await holders(reader)).flatMap((one) =>
      (rows.get(one.id) ?? []).map(directoryRoleGrant),
    );
    return slicePage(grants, byId, cursor);
  } catch (error) {
    return refusedPage(error, reader, permission);
  }
}
