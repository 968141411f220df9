import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { changeTeam, deleteTeam } from "@/lib/use-cases/teams/change-teams";
import { getTeam } from "@/lib/use-cases/teams/list-teams";

export const GET = toRouteHandler(getTeam, (_request, params) => params);
export const PATCH = toRouteHandler(changeTeam, bodyAndPath);
export const DELETE = toRouteHandler(deleteTeam, (_request, params) => params);
