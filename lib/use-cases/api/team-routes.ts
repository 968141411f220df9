import { decideLeaver, offboardLeaverItems } from "../leavers/decide-leaver";
import { getLeaver, listLeavers } from "../leavers/list-leavers";
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
  {
    method: "get",
    path: "/leavers",
    summary: "List people who left, with how much is undecided",
    query: listLeavers.input,
  },
  {
    method: "get",
    path: "/leavers/{leaverId}",
    summary: "Everything that was tied to a person who left",
    params: getLeaver.input,
  },
  {
    method: "post",
    path: "/leavers/{leaverId}/decide",
    summary: "Reassign to a person or to each backup, or leave with the active owner",
    params: getLeaver.input,
    body: decideLeaver.input.omit({ leaverId: true }),
  },
  {
    method: "post",
    path: "/leavers/{leaverId}/offboard",
    summary: "Ask to take what a leaver was tied to out of service",
    params: getLeaver.input,
    body: offboardLeaverItems.input.omit({ leaverId: true }),
  },
];
