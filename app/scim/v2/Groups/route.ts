import { listResponse, scimBody, scimList, toScimHandler } from "@/app/_http/scim-handler";
import { readIds } from "@/lib/domain/people/scim/patch";
import { showGroup } from "@/lib/domain/people/scim/user";
import { getDirectoryTeam, listDirectoryTeams } from "@/lib/use-cases/directory/find-people";
import { addDirectoryTeam } from "@/lib/use-cases/directory/provision-teams";

export const GET = toScimHandler(listDirectoryTeams, {
  input: scimList,
  show: ({ result, base, request }) =>
    listResponse(result, (team) =>
      showGroup(
        team,
        base,
        !/members/i.test(request.nextUrl.searchParams.get("excludedAttributes") ?? ""),
      ),
    ),
});

export const POST = toScimHandler(addDirectoryTeam, {
  input: async (request) => {
    const { displayName, externalId, members } = await scimBody(request);
    return {
      name: displayName,
      members: readIds(members),
      ...(externalId === undefined ? {} : { externalId }),
    };
  },
  status: 201,
  show: async ({ result, ctx, base }) => showGroup(await getDirectoryTeam(ctx, result), base),
});
