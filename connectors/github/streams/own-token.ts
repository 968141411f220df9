import type { z } from "zod";
import type { SourceRecord } from "../../contract";
import type { Answer } from "../client";
import { privilegeOfScopes } from "../privilege";
import { credentialOf, fact, lifetime, ownerHint, untellable } from "../records";
import type { Reading } from "../records";
import type { userSchema } from "../schemas";

export const ownTokenId = (userId: number) => `own-token:${userId}`;

/** The token that Muster reads with, from what GitHub says in its answers' headers. */
export function tokenRecords(
  { data, scopes, tokenExpiresAt }: Answer<z.infer<typeof userSchema>>,
  org: string,
  from: Reading,
): SourceRecord[] {
  const expiry = new Date((tokenExpiresAt ?? "").replace(" UTC", "Z").replace(" ", "T"));
  const identity = {
    type: "identity" as const,
    externalId: ownTokenId(data.id),
    kind: "personal_access_token" as const,
    detail: scopes ? "github.classic_pat.own" : "github.fgpat.own",
    name: `Muster's token of ${data.login}`,
    status: "active" as const,
    container: org,
    tags: {},
    attributes: { owner: data.login },
    facts: {
      ...lifetime({
        lastUsedAt: fact(from, from.at.toISOString()),
        ...(Number.isNaN(expiry.getTime()) ? {} : { expiresAt: fact(from, expiry.toISOString()) }),
      }),
      privilege: scopes
        ? fact(from, privilegeOfScopes(scopes))
        : untellable("GitHub does not tell a fine-grained token what it may do"),
      interactive: fact(from, false),
    },
  };
  return [
    identity,
    credentialOf(identity, { kind: "pat", scopes: scopes ?? [] }),
    ...ownerHint(identity.externalId, "explicit_owner", data.login, "Owner of the token"),
  ];
}
