import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { orgListPage } from "../paged";
import { privilegeOfScopes } from "../privilege";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, ownerHint, untellable } from "../records";
import type { Reading } from "../records";
import { ssoCredentialsSchema } from "../schemas";

type SsoCredential = z.infer<typeof ssoCredentialsSchema>[number];

/** Only classic tokens and those of OAuth apps have scopes; of those, to have none is little. */
function privilegeOf({ credential_type: type, scopes }: SsoCredential, from: Reading) {
  if (/ssh/i.test(type))
    return untellable("An SSH key has its owner's rights to code, which are not read here");
  if (/github app/i.test(type) || scopes === undefined)
    return untellable("GitHub tells no scopes of it: it may do what its App and its owner may");
  return fact(from, privilegeOfScopes(scopes));
}

export function mapSsoCredential(item: SsoCredential, org: string, from: Reading): SourceRecord[] {
  const isKey = /ssh/i.test(item.credential_type);
  const isAppToken = /app token/i.test(item.credential_type);
  const expires = item.authorized_credential_expires_at;
  const label = item.authorized_credential_note ?? item.authorized_credential_title;
  const identity = {
    type: "identity" as const,
    externalId: `sso-credential:${item.credential_id}`,
    kind: "personal_access_token" as const,
    detail: isKey
      ? "github.user_ssh_key"
      : isAppToken
        ? "github.user_app_token"
        : "github.classic_pat",
    name: (label || `${item.credential_type} of ${item.login}`).slice(0, 500),
    status:
      expires !== null && new Date(expires) < from.at ? ("expired" as const) : ("active" as const),
    container: org,
    tags: {},
    attributes: {
      owner: item.login,
      credentialType: item.credential_type,
      authorizedAt: item.credential_authorized_at,
      tokenLastEight: item.token_last_eight ?? null,
    },
    facts: {
      ...lifetime({
        createdAt: untellable("GitHub tells when it was authorised, not when it was made"),
        createdBy: fact(from, item.login),
        lastUsedAt: fact(from, item.credential_accessed_at),
        expiresAt: fact(from, expires),
      }),
      privilege: privilegeOf(item, from),
      interactive: fact(from, false),
    },
  };
  return [
    identity,
    credentialOf(identity, {
      kind: isKey ? "ssh_key" : isAppToken ? "oauth_token" : "pat",
      scopes: item.scopes ?? [],
      ...(item.fingerprint ? { fingerprint: item.fingerprint } : {}),
    }),
    ...ownerHint(
      identity.externalId,
      "explicit_owner",
      item.login,
      "Authorised it for single sign-on",
    ),
  ];
}

/** Only organisations with SAML single sign-on have this list: elsewhere a 404 means the plan. */
export function ssoCredentials(reader: Reader, cursor: string | null): Promise<Page> {
  const route = "/orgs/{org}/credential-authorizations";
  return orgListPage(
    reader,
    {
      route,
      schema: ssoCredentialsSchema,
      permission: "organization_administration",
      absent: "plan",
      records: async (items) => {
        await reader.useDays.note(
          items.map(({ login, credential_accessed_at: lastUsedAt }) => ({ login, lastUsedAt })),
        );
        return items.flatMap((item) =>
          mapSsoCredential(item, reader.config.org, reading(reader, route)),
        );
      },
    },
    cursor,
  );
}
