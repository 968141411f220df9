import { z } from "zod";
import { changeRole } from "../people/change-person";
import { getOwnAccount } from "../people/get-own-account";
import { invitePerson } from "../people/invite-person";
import { listPeople } from "../people/list-people";
import { createToken } from "../tokens/create-token";
import { listOwnTokens } from "../tokens/list-own-tokens";
import type { ApiRoute } from "./api-route";

const person = z.strictObject({ personId: z.uuid() });

const ownRoutes: ApiRoute[] = [
  { method: "get", path: "/me", summary: "One's own account", query: getOwnAccount.input },
  { method: "get", path: "/me/sessions", summary: "List one's own sessions, this one marked" },
  {
    method: "delete",
    path: "/me/sessions/{sessionId}",
    summary: "End one of one's own sessions",
    params: z.strictObject({ sessionId: z.uuid() }),
  },
  { method: "get", path: "/tokens", summary: "List one's own tokens", query: listOwnTokens.input },
  {
    method: "post",
    path: "/tokens",
    summary: "Create a token; its text is in this answer only. Needs a step-up, so no token can",
    body: createToken.input,
  },
  {
    method: "delete",
    path: "/tokens/{tokenId}",
    summary: "Revoke one of one's own tokens",
    params: z.strictObject({ tokenId: z.uuid() }),
  },
];

/** People, invitations, sessions and tokens. Those that change people need a step-up. */
export const peopleRoutes: readonly ApiRoute[] = [
  ...ownRoutes,
  { method: "get", path: "/people", summary: "List people", query: listPeople.input },
  {
    method: "post",
    path: "/people",
    summary: "Invite a person; the link is in this answer only",
    body: invitePerson.input,
  },
  {
    method: "put",
    path: "/people/{personId}/role",
    summary: "Change what a person may do, from their next request on",
    params: person,
    body: changeRole.input.omit({ personId: true }),
  },
  {
    method: "post",
    path: "/people/{personId}/disable",
    summary: "Shut a person out: sessions end, tokens stop working",
    params: person,
  },
  {
    method: "post",
    path: "/people/{personId}/enable",
    summary: "Let a disabled person sign in again",
    params: person,
  },
  {
    method: "delete",
    path: "/people/{personId}/second-factor",
    summary: "Forget a person's passkeys, authenticator app and recovery codes",
    params: person,
  },
  { method: "get", path: "/invitations", summary: "List invitations that can still be accepted" },
  {
    method: "delete",
    path: "/invitations/{invitationId}",
    summary: "Make an invitation's link worthless",
    params: z.strictObject({ invitationId: z.uuid() }),
  },
];
