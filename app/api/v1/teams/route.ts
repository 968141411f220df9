import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { saveTeam } from "@/lib/use-cases/teams/change-teams";
import { listTeams } from "@/lib/use-cases/teams/list-teams";

export const GET = toRouteHandler(listTeams, searchInput);
export const POST = toRouteHandler(saveTeam, jsonInput);
