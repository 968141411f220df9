import { listResponse, scimBody, scimList, toScimHandler } from "@/app/_http/scim-handler";
import { readPatch } from "@/lib/domain/people/scim/patch";
import { personChange, showUser } from "@/lib/domain/people/scim/user";
import { getDirectoryPerson, listDirectoryPeople } from "@/lib/use-cases/directory/find-people";
import { addDirectoryPerson } from "@/lib/use-cases/directory/provision-people";

export const GET = toScimHandler(listDirectoryPeople, {
  input: scimList,
  show: ({ result, base }) => listResponse(result, (person) => showUser(person, base)),
});

export const POST = toScimHandler(addDirectoryPerson, {
  input: async (request) =>
    personChange(readPatch({ Operations: [{ op: "add", value: await scimBody(request) }] })),
  status: 201,
  show: async ({ result, ctx, base }) => showUser(await getDirectoryPerson(ctx, result), base),
});
