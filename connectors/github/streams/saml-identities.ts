import { z } from "zod";
import type { Gap, Page } from "../../contract";
import { gapOf } from "../failures";
import { followingCursor, parsePageCursor } from "../page-cursor";
import type { Reader } from "../reader";

const call = "POST /graphql (identity provider)";

/** The identities are linked once per account; one without an account is an open invitation. */
const query = `query ($org: String!, $after: String) {
  organization(login: $org) {
    membersWithRole { totalCount }
    samlIdentityProvider {
      externalIdentities(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { user { databaseId login } samlIdentity { nameId } }
      }
    }
  }
}`;

const text = z.string().max(500);
const answer = z.object({
  organization: z.object({
    membersWithRole: z.object({ totalCount: z.number().int().min(0) }),
    samlIdentityProvider: z
      .object({
        externalIdentities: z.object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text.nullable() }),
          nodes: z
            .array(
              z
                .object({
                  user: z
                    .object({ databaseId: z.number().int().nullable(), login: text })
                    .nullable(),
                  samlIdentity: z.object({ nameId: text.nullable() }).nullable(),
                })
                .nullable(),
            )
            .nullable(),
        }),
      })
      .nullable(),
  }),
});

/** Which accounts sign in through the organisation's identity provider; it lists nothing by itself. */
export async function samlIdentities(reader: Reader, cursor: string | null): Promise<Page> {
  const { org } = reader.config;
  const at = parsePageCursor(cursor);
  try {
    const after = cursor === null ? null : at.page;
    const { organization } = await reader.client.query(call, query, { org, after }, answer);
    const provider = organization.samlIdentityProvider;
    if (provider === null) return await uncovered(reader, noProvider(org));
    const { pageInfo, nodes } = provider.externalIdentities;
    const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    const nextCursor = followingCursor(at, nodes, next, "/graphql");
    const links = (nodes ?? []).flatMap((node) =>
      node?.user?.databaseId
        ? [
            {
              id: node.user.databaseId,
              login: node.user.login,
              nameId: node.samlIdentity?.nameId ?? null,
            },
          ]
        : [],
    );
    const members = organization.membersWithRole.totalCount;
    const place = { isFirst: cursor === null, isLast: nextCursor === null };
    await reader.saml.add({ members, links }, place);
    return { records: [], nextCursor, complete: true };
  } catch (error) {
    return uncovered(reader, gapOf(error, org, "members"));
  }
}

async function uncovered(reader: Reader, gap: Gap): Promise<Page> {
  await reader.saml.forget();
  return { records: [], nextCursor: null, complete: false, gaps: [gap] };
}

const noProvider = (org: string): Gap => ({
  reason: "plan",
  scope: org,
  permission: "members",
  message:
    "GitHub shows no SAML identity provider of the organisation: it has none of its own (one of an enterprise does not show here), or the credential may not see it.",
});
