import { scimBody, toScimHandler } from "@/app/_http/scim-handler";
import { readPatch } from "@/lib/domain/people/scim/patch";
import { personChange, showUser } from "@/lib/domain/people/scim/user";
import type { Context } from "@/lib/use-cases/context";
import { getDirectoryPerson } from "@/lib/use-cases/directory/find-people";
import {
  changeDirectoryPerson,
  deleteDirectoryPerson,
} from "@/lib/use-cases/directory/provision-people";

const showAgain = async (args: { result: { id: string }; ctx: Context; base: string }) =>
  showUser(await getDirectoryPerson(args.ctx, { id: args.result.id }), args.base);

export const GET = toScimHandler(getDirectoryPerson, {
  input: (_request, { id }) => ({ id }),
  show: ({ result, base }) => showUser(result, base),
});

export const PUT = toScimHandler(changeDirectoryPerson, {
  input: async (request, { id }) => {
    const body = await scimBody(request);
    return { ...personChange(readPatch({ Operations: [{ op: "replace", value: body }] })), id };
  },
  show: showAgain,
});

export const PATCH = toScimHandler(changeDirectoryPerson, {
  input: async (request, { id }) => ({ ...personChange(readPatch(await scimBody(request))), id }),
  show: showAgain,
});

export const DELETE = toScimHandler(deleteDirectoryPerson, {
  input: (_request, { id }) => ({ id }),
});
