import { changeTeam, deleteTeam, saveTeam } from "../teams/change-teams";
import { getTeam, listTeams } from "../teams/list-teams";
import type { ApiRoute } from "./api-route";

export const teamRoutes: readonly ApiRoute[] = [
  { method: "get", path: "/teams", summary: "List teams", query: listTeams.input },
  { method: "post", path: "/teams", summary: "Make a team", body: saveTeam.input },
  {
    method: "get",
    path: "/teams/{teamId}",
    summary: "One team with its people",
    params: getTeam.input,
  },
  {
    method: "patch",
    path: "/teams/{teamId}",
    summary: "Rename a team, give it another manager or other members",
    params: deleteTeam.input,
    body: changeTeam.input.omit({ teamId: true }),
  },
  {
    method: "delete",
    path: "/teams/{teamId}",
    summary: "Remove a team; its people and identities stay",
    params: deleteTeam.input,
  },
];
