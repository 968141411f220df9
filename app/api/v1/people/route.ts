import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { invitePerson } from "@/lib/use-cases/people/invite-person";
import { listPeople } from "@/lib/use-cases/people/list-people";

export const GET = toRouteHandler(listPeople, searchInput);
export const POST = toRouteHandler(invitePerson, jsonInput, { status: 201 });
