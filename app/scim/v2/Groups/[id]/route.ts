import { scimBody, toScimHandler } from "@/app/_http/scim-handler";
import { teamChange } from "@/lib/domain/people/scim/group";
import { readIds, readPatch } from "@/lib/domain/people/scim/patch";
import { showGroup } from "@/lib/domain/people/scim/user";
import { getDirectoryTeam } from "@/lib/use-cases/directory/find-people";
import {
  changeDirectoryTeam,
  deleteDirectoryTeam,
} from "@/lib/use-cases/directory/provision-teams";

export const GET = toScimHandler(getDirectoryTeam, {
  input: (_request, { id }) => ({ id }),
  show: ({ result, base, request }) =>
    showGroup(
      result,
      base,
      !/members/i.test(request.nextUrl.searchParams.get("excludedAttributes") ?? ""),
    ),
});

export const PUT = toScimHandler(changeDirectoryTeam, {
  input: async (request, { id }) => {
    const { displayName, externalId, members } = await scimBody(request);
    return {
      id,
      name: displayName,
      members: readIds(members),
      ...(externalId === undefined ? {} : { externalId }),
    };
  },
  show: async ({ result, ctx, base }) => showGroup(await getDirectoryTeam(ctx, result), base),
});

/** Okta and Entra both take 204 here, and a large group is not sent back whole. */
export const PATCH = toScimHandler(changeDirectoryTeam, {
  input: async (request, { id }) => ({ ...teamChange(readPatch(await scimBody(request))), id }),
});

export const DELETE = toScimHandler(deleteDirectoryTeam, {
  input: (_request, { id }) => ({ id }),
});
