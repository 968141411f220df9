import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listInvitations } from "@/lib/use-cases/people/list-people";

export const GET = toRouteHandler(listInvitations, searchInput);
