import {
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
  type OpenIDConnectProviderListEntry,
  type SAMLProviderListEntry,
} from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type { IdentityRecord, SourceRecord } from "@/lib/domain/inventory/source-record";
import type { ConnectorError, Gap } from "../../contract";
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
  const covered = async (scope: string, type: string, read: () => Promise<Provider[]>) => {
    try {
      const providers = await read();
      const [refused] = providers.flatMap(({ refusal }) => refusal ?? []);
      const within = { part: accountId, only: [] };
      if (refused) gaps.push(gapOf(refused, `account ${accountId}: details of ${scope}`, within));
      return providers.flatMap(({ records }) => records);
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

interface Provider {
  records: SourceRecord[];
  /** Its details were refused: then it is known by the list alone. */
  refusal: ConnectorError | null;
}

async function oidcProviders(session: AccountSession): Promise<Provider[]> {
  const listName = "iam:ListOpenIDConnectProviders";
  const source = "iam:GetOpenIDConnectProvider";
  const answer = await call(listName, () =>
    session.iam.send(new ListOpenIDConnectProvidersCommand({})),
  );
  const each = async (entry: OpenIDConnectProviderListEntry): Promise<Provider[]> => {
    const arn = present(entry.Arn, listName);
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    const read = await detailsOf(() => call(source, () => session.iam.send(command)));
    if (!read) return [];
    const { found, refusal } = read;
    const issuer = arn.split("oidc-provider/").at(-1) ?? arn;
    const attributes = {
      issuer: clean(found?.Url ?? issuer, 500),
      ...(found && {
        audiences: (found.ClientIDList ?? []).slice(0, 100).map((one) => clean(one, 255)),
        thumbprints: (found.ThumbprintList ?? []).slice(0, 5).map((one) => clean(one, 64)),
      }),
    };
    const facts = {
      createdAt: found
        ? dateFact(found.CreateDate, source, session.reading(source).observedAt)
        : unknown("permission_missing", `Needs ${source}`),
      expiresAt: known(null, listName, session.reading(listName).observedAt),
    };
    const of = { arn, detail: "aws.oidc_provider", name: issuer, tags: found?.Tags };
    const records = providerRecords(session, found ? source : listName, {
      ...of,
      attributes,
      facts,
    });
    return [{ records, refusal }];
  };
  const entries = listed(answer.OpenIDConnectProviderList, listName);
  return (await session.lanes.map(entries, each)).flat();
}

async function samlProviders(session: AccountSession): Promise<Provider[]> {
  const listName = "iam:ListSAMLProviders";
  const getName = "iam:GetSAMLProvider";
  const answer = await call(listName, () => session.iam.send(new ListSAMLProvidersCommand({})));
  const each = async (entry: SAMLProviderListEntry): Promise<Provider[]> => {
    const arn = present(entry.Arn, listName);
    const command = new GetSAMLProviderCommand({ SAMLProviderArn: arn });
    const read = await detailsOf(() => call(getName, () => session.iam.send(command)));
    if (!read) return [];
    const { found, refusal } = read;
    const source = found ? getName : listName;
    const { observedAt } = session.reading(source);
    // The list tells both dates too.
    const { CreateDate: createdAt, ValidUntil: expiresAt } = found ?? entry;
    const records = providerRecords(session, source, {
      arn,
      detail: "aws.saml_provider",
      name: arn.split("/").at(-1) ?? arn,
      tags: found?.Tags,
      attributes: found ? { assertionEncryption: found.AssertionEncryptionMode ?? null } : {},
      facts: {
        createdAt: dateFact(createdAt, source, observedAt),
        expiresAt:
          expiresAt === undefined
            ? unknown("unreadable", "AWS gave no date")
            : known(isoDate(expiresAt), source, observedAt),
      },
    });
    return [{ records, refusal }];
  };
  const entries = listed(answer.SAMLProviderList, listName);
  return (await session.lanes.map(entries, each)).flat();
}

/** What the call gives, or that it is refused; null for what is gone since it was listed. */
async function detailsOf<T>(
  read: () => Promise<T>,
): Promise<{ found: T; refusal: null } | { found: null; refusal: ConnectorError } | null> {
  try {
    return { found: await read(), refusal: null };
  } catch (error) {
    if (isGone(error)) return null;
    if (isDenied(error)) return { found: null, refusal: error };
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
    attributes: IdentityRecord["attributes"];
    facts: Pick<IdentityRecord["facts"], "createdAt" | "expiresAt">;
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
      ...of.facts,
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "See the roles that trust it"),
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
