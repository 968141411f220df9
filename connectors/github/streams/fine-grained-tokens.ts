import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { orVanished } from "../failures";
import { everyPage, orgListPage } from "../paged";
import { privilegeOfPermissions } from "../privilege";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, ownerHint, permissionGrants, untellable } from "../records";
import type { Reading } from "../records";
import { repoNamesSchema, tokenRequestsSchema, tokensSchema } from "../schemas";
import { inWords } from "../selected-repos";

type Token = z.infer<typeof tokensSchema>[number];
type Request = z.infer<typeof tokenRequestsSchema>[number];

/** Names as a GitHub App has them, so that one table of levels serves both. */
function flat({ permissions: { organization, repository, other } }: Pick<Token, "permissions">) {
  const prefixed = Object.entries(organization ?? {}).map(([name, access]) => [
    name === "members" || name.startsWith("organization_") ? name : `organization_${name}`,
    access,
  ]);
  return { ...other, ...repository, ...(Object.fromEntries(prefixed) as Record<string, string>) };
}

export function mapToken(
  token: Token | Request,
  { org, selected }: { org: string; selected?: readonly string[] },
  from: Reading,
): SourceRecord[] {
  const isRequest = !("access_granted_at" in token);
  const permissions = flat(token);
  const selection =
    token.repository_selection === "subset" ? "selected" : token.repository_selection;
  const expired = token.token_expired ? ("expired" as const) : ("active" as const);
  const identity = {
    type: "identity" as const,
    externalId: isRequest ? `token-request:${token.id}` : `fine-grained-token:${token.token_id}`,
    kind: "personal_access_token" as const,
    detail: isRequest ? "github.fgpat_request" : "github.fgpat",
    name: token.token_name || `Token ${token.token_id}`,
    ...(isRequest && token.reason ? { description: token.reason.slice(0, 2000) } : {}),
    status: isRequest ? ("pending" as const) : expired,
    container: org,
    tags: {},
    attributes: {
      grantId: token.id,
      tokenId: token.token_id,
      owner: token.owner.login,
      repositorySelection: token.repository_selection,
      permissions,
      ...(selected ? { repositories: selected.slice(0, 100) } : {}),
      ...(isRequest
        ? { requestedAt: token.created_at }
        : { accessGrantedAt: token.access_granted_at }),
    },
    facts: {
      ...lifetime({
        createdAt: untellable("GitHub tells when access was granted, not when the token was made"),
        createdBy: fact(from, token.owner.login),
        lastUsedAt: fact(from, token.token_last_used_at),
        expiresAt: fact(from, token.token_expires_at),
      }),
      privilege: fact(from, privilegeOfPermissions(permissions, selection)),
      interactive: fact(from, false),
    },
  };
  return [
    identity,
    credentialOf(identity, {
      kind: "pat",
      scopes: Object.entries(permissions).map(([name, access]) => `${name}:${access}`),
    }),
    ...(isRequest
      ? []
      : permissionGrants(
          identity.externalId,
          permissions,
          selection === "all"
            ? `All repositories of ${org}`
            : selected
              ? inWords(selected)
              : `Selected repositories of ${org}`,
          "Fine-grained token",
        )),
    ...ownerHint(identity.externalId, "explicit_owner", token.owner.login, "Owner of the token"),
  ];
}

/** Of a token with some repositories, which. */
async function chosenRepos(reader: Reader, token: Token) {
  if (token.repository_selection !== "subset") return {};
  const route = "/orgs/{org}/personal-access-tokens/{pat_id}/repositories";
  const where = { org: reader.config.org, pat_id: token.id };
  const chosen = await orVanished(everyPage(reader, route, where, repoNamesSchema, (page) => page));
  return chosen === null ? {} : { selected: chosen.map(({ full_name: name }) => name) };
}

export function fineGrainedTokens(reader: Reader, cursor: string | null): Promise<Page> {
  const route = "/orgs/{org}/personal-access-tokens";
  const { org } = reader.config;
  const records = async (tokens: Token[]) => {
    const from = reading(reader, route);
    await reader.useDays.note(
      tokens.map(({ owner, token_last_used_at: lastUsedAt }) => ({
        login: owner.login,
        lastUsedAt,
      })),
    );
    const mapped = tokens.map(async (token) =>
      mapToken(token, { org, ...(await chosenRepos(reader, token)) }, from),
    );
    return (await Promise.all(mapped)).flat();
  };
  const permission = "organization_personal_access_tokens";
  const list = { route, schema: tokensSchema, permission, perPage: 25, records };
  return orgListPage(reader, list, cursor);
}

export function fineGrainedTokenRequests(reader: Reader, cursor: string | null): Promise<Page> {
  const route = "/orgs/{org}/personal-access-token-requests";
  const records = (requests: Request[]) =>
    requests.flatMap((request) =>
      mapToken(request, { org: reader.config.org }, reading(reader, route)),
    );
  const permission = "organization_personal_access_token_requests";
  return orgListPage(reader, { route, schema: tokenRequestsSchema, permission, records }, cursor);
}
