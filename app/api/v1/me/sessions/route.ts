import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listOwnSessions } from "@/lib/use-cases/sessions/list-own-sessions";

export const GET = toRouteHandler(listOwnSessions, searchInput);
