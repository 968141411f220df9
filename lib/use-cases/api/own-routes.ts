import { countIn, idIn, nothing } from "./answer-parts";
import { newChannel } from "../notices/channel-answers";
import { newToken, ownAccount, ownSessions, ownTokens } from "../people/people-answers";
import { addOwnChannel, removeOwnChannel } from "../notices/manage-channels";
import { getOwnNotices, saveOwnNotices } from "../notices/own-notices";
import { getOwnAccount } from "../people/get-own-account";
import { endSession } from "../sessions/end-session";
import { listOwnSessions } from "../sessions/list-own-sessions";
import { createToken } from "../tokens/create-token";
import { listOwnTokens } from "../tokens/list-own-tokens";
import { revokeToken } from "../tokens/revoke-token";
import { type ApiRoute, get, post, put, remove } from "./api-route";

/** One's own account, sessions, tokens and notices. */
export const ownRoutes: readonly ApiRoute[] = [
  get("/me", getOwnAccount, "One's own account", { answer: ownAccount }),
  get("/me/sessions", listOwnSessions, "List one's own sessions, this one marked", {
    answer: ownSessions,
  }),
  remove("/me/sessions/{sessionId}", endSession, "End one of one's own sessions", {
    answer: countIn("ended"),
  }),
  get("/tokens", listOwnTokens, "List one's own tokens", { answer: ownTokens }),
  post("/tokens", createToken, "Create a token; its text is in this answer only", {
    status: 201,
    answer: newToken,
  }),
  remove("/tokens/{tokenId}", revokeToken, "Revoke one of one's own tokens", { answer: nothing }),
  get("/me/notices", getOwnNotices, "What one is told, where and when"),
  put("/me/notices", saveOwnNotices, "Choose what one is told, where and when", {
    answer: nothing,
  }),
  post("/me/notices/channels", addOwnChannel, "Add a chat room of one's own", {
    status: 201,
    answer: newChannel,
  }),
  remove("/me/notices/channels/{channelId}", removeOwnChannel, "Remove a chat room of one's own", {
    answer: idIn("channelId"),
  }),
];
