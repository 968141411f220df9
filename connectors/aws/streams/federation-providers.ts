import {
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type { IdentityRecord, SourceRecord } from "@/lib/domain/inventory/source-record";
import type { Gap } from "../../contract";
import type { TagEntry } from "../../shared/aws-iam/details";
import { ownerHints } from "../../shared/aws-iam/owner-hints";
import { clean, creatorUnknown, dateFact, isoDate, tagsOf } from "../../shared/aws-iam/text";
import { isDenied, isGone } from "../aws-error";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import { gapOf, type TakeStep } from "../step";

/** Identity providers outside AWS that this account believes. */
export const federationProvidersStep: TakeStep = async (session) => {
  const gaps: Gap[] = [];
  const { accountId, partition } = session;
  const covered = async (scope: string, type: string, read: () => Promise<SourceRecord[][]>) => {
    try {
      return (await read()).flat();
    } catch (error) {
      if (!isDenied(error)) throw error;
      const within = { part: accountId, idPrefix: `arn:${partition}:iam::${accountId}:${type}/` };
      gaps.push(gapOf(error, `account ${accountId}: ${scope}`, within));
      return [];
    }
  };
  const oidc = await covered("OIDC providers", "oidc-provider", () => oidcProviders(session));
  const saml = await covered("SAML providers", "saml-provider", () => samlProviders(session));
  return { records: [...oidc, ...saml], next: null, gaps };
};

async function oidcProviders(session: AccountSession): Promise<SourceRecord[][]> {
  const listName = "iam:ListOpenIDConnectProviders";
  const getName = "iam:GetOpenIDConnectProvider";
  const answer = await call(listName, () =>
    session.iam.send(new ListOpenIDConnectProvidersCommand({})),
  );
  return session.lanes.map(listed(answer.OpenIDConnectProviderList, listName), async (entry) => {
    const arn = present(entry.Arn, listName);
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    const found = await skipGone(() => call(getName, () => session.iam.send(command)));
    if (!found) return [];
    const issuer = arn.split("oidc-provider/").at(-1) ?? arn;
    return providerRecords(session, getName, {
      arn,
      detail: "aws.oidc_provider",
      name: issuer,
      tags: found.Tags,
      createdAt: found.CreateDate,
      expiresAt: null,
      attributes: {
        issuer: clean(found.Url ?? issuer, 500),
        audiences: (found.ClientIDList ?? []).slice(0, 100).map((one) => clean(one, 255)),
        thumbprints: (found.ThumbprintList ?? []).slice(0, 5).map((one) => clean(one, 64)),
      },
    });
  });
}

async function samlProviders(session: AccountSession): Promise<SourceRecord[][]> {
  const listName = "iam:ListSAMLProviders";
  const getName = "iam:GetSAMLProvider";
  const answer = await call(listName, () => session.iam.send(new ListSAMLProvidersCommand({})));
  return session.lanes.map(listed(answer.SAMLProviderList, listName), async (entry) => {
    const arn = present(entry.Arn, listName);
    const found = await skipGone(() =>
      call(getName, () => session.iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn }))),
    );
    if (!found) return [];
    return providerRecords(session, getName, {
      arn,
      detail: "aws.saml_provider",
      name: arn.split("/").at(-1) ?? arn,
      tags: found.Tags,
      createdAt: found.CreateDate,
      expiresAt: found.ValidUntil,
      attributes: { assertionEncryption: found.AssertionEncryptionMode ?? null },
    });
  });
}

async function skipGone<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function providerRecords(
  session: AccountSession,
  source: string,
  of: {
    arn: string;
    detail: string;
    name: string;
    tags: TagEntry[] | undefined;
    createdAt: Date | undefined;
    expiresAt: Date | null | undefined;
    attributes: IdentityRecord["attributes"];
  },
): SourceRecord[] {
  const { observedAt } = session.reading(source);
  const tags = tagsOf(of.tags);
  const externalId = clean(of.arn, 600);
  const identity: IdentityRecord = {
    type: "identity",
    externalId,
    kind: "federation_provider",
    detail: of.detail,
    name: clean(of.name, 500),
    status: "active",
    container: session.accountId,
    tags,
    attributes: { arn: clean(of.arn, 1000), ...of.attributes },
    facts: {
      createdAt: dateFact(of.createdAt, source, observedAt),
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "See the roles that trust it"),
      expiresAt:
        of.expiresAt === undefined
          ? unknown("unreadable", "AWS gave no date")
          : known(isoDate(of.expiresAt), source, observedAt),
      lastRotatedAt: unknown("not_offered"),
      privilege: known(
        {
          level: "none",
          reasons: ["It vouches for others; the roles that trust it hold the rights."],
        },
        source,
        observedAt,
      ),
    },
  };
  return [identity, ...ownerHints(externalId, tags)];
}
