import { idIn, nothing } from "./answer-parts";
import { leaverDetail, leaverList, leaverProgress } from "../leavers/leaver-answers";
import { invitationList, newInvitation, peoplePage } from "../people/people-answers";
import { teamDetail, teamList } from "../teams/team-answers";
import { decideLeaver, offboardLeaverItems } from "../leavers/decide-leaver";
import { getLeaver, listLeavers } from "../leavers/list-leavers";
import { changeRole, disablePerson, enablePerson } from "../people/change-person";
import { createSignInLink } from "../people/create-sign-in-link";
import { invitePerson, withdrawInvitation } from "../people/invite-person";
import { listInvitations, listPeople } from "../people/list-people";
import { resetSecondFactor } from "../people/reset-second-factor";
import { changeTeam, deleteTeam, saveTeam } from "../teams/change-teams";
import { getTeam, listTeams } from "../teams/list-teams";
import { type ApiRoute, get, patch, post, put, remove } from "./api-route";

/** People, teams and those who left. */
export const peopleRoutes: readonly ApiRoute[] = [
  get("/people", listPeople, "List people", { answer: peoplePage }),
  post("/people", invitePerson, "Invite a person; the link is in this answer only", {
    status: 201,
    answer: newInvitation,
  }),
  put(
    "/people/{personId}/role",
    changeRole,
    "Change what a person may do, from their next request on",
    { answer: nothing },
  ),
  post(
    "/people/{personId}/disable",
    disablePerson,
    "Shut a person out: sessions end, tokens are revoked for good",
    { answer: nothing },
  ),
  post("/people/{personId}/enable", enablePerson, "Let a disabled person sign in again", {
    answer: nothing,
  }),
  post(
    "/people/{personId}/sign-in-link",
    createSignInLink,
    "Make a one-time link with which a person sets a new password; the link is in this answer only",
    { status: 201, answer: newInvitation },
  ),
  remove(
    "/people/{personId}/second-factor",
    resetSecondFactor,
    "Forget a person's passkeys, authenticator app and recovery codes",
    { answer: nothing },
  ),
  get("/invitations", listInvitations, "List invitations that can still be accepted", {
    answer: invitationList,
  }),
  remove("/invitations/{invitationId}", withdrawInvitation, "Make an invitation's link worthless", {
    answer: nothing,
  }),
  get("/teams", listTeams, "List teams", { answer: teamList }),
  post("/teams", saveTeam, "Make a team", { answer: idIn("id") }),
  get("/teams/{teamId}", getTeam, "One team with its people", { answer: teamDetail }),
  patch("/teams/{teamId}", changeTeam, "Rename a team, give it another manager or other members", {
    answer: idIn("id"),
  }),
  remove("/teams/{teamId}", deleteTeam, "Remove a team; its people and identities stay", {
    answer: idIn("deleted"),
  }),
  get("/leavers", listLeavers, "List people who left, with how much is undecided", {
    answer: leaverList,
  }),
  get("/leavers/{leaverId}", getLeaver, "Everything that was tied to a person who left", {
    answer: leaverDetail,
  }),
  post(
    "/leavers/{leaverId}/decide",
    decideLeaver,
    "Reassign to a person or to each backup, or leave with the active owner",
    { answer: leaverProgress },
  ),
  post(
    "/leavers/{leaverId}/offboard",
    offboardLeaverItems,
    "Ask to take what a leaver was tied to out of service",
    { answer: leaverProgress },
  ),
];
