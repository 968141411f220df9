import { z } from "zod";
import { known } from "@/lib/domain/evidence";
import type { ActionTarget, TargetActions } from "../../contract";
import { everyPage } from "../paged";
import { instantOrNull } from "../schemas";
import { gone, step } from "../../shared/target-steps";
import { numberOf, orGone } from "./tools";
import type { ActionTools, Where } from "./tools";

const grantSchema = z.array(
  z.object({
    id: z.number(),
    token_id: z.number(),
    owner: z.object({ login: z.string() }),
    token_last_used_at: instantOrNull,
  }),
);
const numberAttributes = z.object({ grantId: z.number().int() });

/** Ends a fine-grained token's access to the organisation, or denies it; the token itself stays. */
export function tokenActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const attributes = numberAttributes.safeParse(target.attributes);
  if (!attributes.success) return null;
  const { client, org, now } = tools;
  const isRequest = target.detail === "github.fgpat_request";
  const id = attributes.data.grantId;
  const list = `/orgs/{org}/personal-access-token${isRequest ? "-requests" : "s"}`;
  const one = isRequest ? "{pat_request_id}" : "{pat_id}";
  const where: Where = isRequest ? { org, pat_request_id: id } : { org, pat_id: id };
  return {
    async inspect() {
      const grants = await everyPage(tools, list, { org }, grantSchema, (page) => page);
      const found = grants.find((each) => each.id === id);
      if (!found) return gone();
      const { owner, token_id: tokenId, token_last_used_at: lastUsedAt } = found;
      return {
        state: isRequest ? "disabled" : "active",
        snapshot: { grantId: id, tokenId, owner: owner.login },
        consumers: [`${owner.login} owns the token`],
        leftovers: isRequest ? [] : ["The token keeps what it may do outside this organisation"],
        lastUsedAt: known(lastUsedAt, `GET ${list}`, now()),
        refusal: null,
      };
    },
    delete: step(
      "no",
      [
        isRequest
          ? {
              call: `POST /orgs/${org}/personal-access-token-requests/${id} {"action":"deny"}`,
              effect: "The token gets no access; its owner may ask again",
            }
          : {
              call: `POST /orgs/${org}/personal-access-tokens/${id} {"action":"revoke"}`,
              effect: "The token no longer reaches the organisation; its owner may ask again",
            },
      ],
      async () => {
        const action = isRequest ? "deny" : "revoke";
        const was = await orGone(client.send("POST", `${list}/${one}`, { ...where, action }));
        if (!was) return "The token has no access any more.";
        return isRequest ? "The request was denied." : "The token's access was revoked.";
      },
    ),
  };
}

const authorisationSchema = z.array(
  z.object({
    login: z.string(),
    credential_id: z.number(),
    credential_type: z.string(),
    credential_accessed_at: instantOrNull,
  }),
);

/** Takes the single sign-on authorisation from a classic token or an SSH key. */
export function ssoCredentialActions(
  tools: ActionTools,
  target: ActionTarget,
): TargetActions | null {
  const id = numberOf(target);
  if (id === null) return null;
  const { client, org, now } = tools;
  const list = "/orgs/{org}/credential-authorizations";
  const route = `${list}/{credential_id}`;
  return {
    async inspect() {
      const all = await everyPage(tools, list, { org }, authorisationSchema, (page) => page);
      const found = all.find((each) => each.credential_id === id);
      if (!found) return gone();
      return {
        state: "active",
        snapshot: { credentialId: id, login: found.login, type: found.credential_type },
        consumers: [`${found.login} uses it`],
        leftovers: ["It keeps what it may do outside this organisation"],
        lastUsedAt: known(found.credential_accessed_at, `GET ${list}`, now()),
        refusal: null,
      };
    },
    delete: step(
      "no",
      [
        {
          call: `DELETE /orgs/${org}/credential-authorizations/${id}`,
          effect: "It no longer reaches the organisation; its owner needs a new one",
        },
      ],
      async () => {
        const was = await orGone(client.send("DELETE", route, { org, credential_id: id }));
        return was ? "The authorisation was removed." : "The authorisation is gone already.";
      },
    ),
  };
}
