import {
  ListServiceSpecificCredentialsCommand,
  type ServiceSpecificCredentialMetadata,
} from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  IdentityRecord,
  SourceRecord,
} from "@/lib/domain/inventory/source-record";
import { clean, creatorUnknown, dateFact, isoDate } from "../../shared/aws-iam/text";
import { call, listed, present } from "../call";
import { withCreators } from "../remembered-creators";
import type { AccountSession } from "../session";
import { bedrock, isUnknownService, specificServices } from "../specific-services";
import type { TakeStep } from "../step";

const name = "iam:ListServiceSpecificCredentials";

/** Passwords and API keys that single services accept, one service after the other. */
export const serviceCredentialsStep: TakeStep = async (session, at) => {
  const [place = "0", marker = ""] = at?.split(" ", 2) ?? [];
  const turn = Number(place) || 0;
  const service = specificServices[turn];
  if (service === undefined) return { records: [], next: null };
  const answer = await ask(session, service, marker);
  const entries = answer ? listed(answer.ServiceSpecificCredentials, name) : [];
  const records: SourceRecord[] = [];
  if (entries.length > 0) {
    const index = await session.index();
    const book = await session.book();
    for (const entry of entries) {
      const user = entry.UserName ?? "";
      const userId = index.userIdByName.get(user);
      if (userId === undefined) continue;
      if (service === bedrock)
        records.push(...bedrockKey(entry, index.bedrockLevel(user, book), session));
      else records.push(credentialOf(entry, userId, session));
    }
  }
  const following = turn + 1 < specificServices.length ? `${turn + 1} ` : null;
  return {
    records: withCreators(records, await session.creators()),
    next: answer?.IsTruncated ? `${turn} ${present(answer.Marker, name)}` : following,
  };
};

/** Null where this partition does not offer credentials for the service. */
async function ask(session: AccountSession, ServiceName: string, marker: string) {
  try {
    return await call(name, () =>
      session.iam.send(
        new ListServiceSpecificCredentialsCommand({
          AllUsers: true,
          ServiceName,
          Marker: marker || undefined,
          MaxItems: 200,
        }),
      ),
    );
  } catch (error) {
    if (isUnknownService(error)) return null;
    throw error;
  }
}

const statuses = { Active: "active", Inactive: "disabled", Expired: "expired" } as const;
const statusOf = (entry: ServiceSpecificCredentialMetadata) =>
  entry.Status ? (statuses[entry.Status] ?? "unknown") : "unknown";

function factsOf(
  entry: ServiceSpecificCredentialMetadata,
  session: AccountSession,
): CredentialRecord["facts"] {
  const { source, observedAt } = session.reading(name);
  const made = dateFact(entry.CreateDate, source, observedAt);
  return {
    createdAt: made,
    createdBy: creatorUnknown,
    lastUsedAt: unknown(
      "not_offered",
      "AWS does not tell when a service-specific credential was used",
    ),
    expiresAt: known(isoDate(entry.ExpirationDate), source, observedAt),
    lastRotatedAt: unknown("not_offered", "A reset keeps the id and leaves no date"),
  };
}

function credentialOf(
  entry: ServiceSpecificCredentialMetadata,
  identityExternalId: string,
  session: AccountSession,
): CredentialRecord {
  const id = present(entry.ServiceSpecificCredentialId, name);
  const label = entry.ServiceUserName ?? entry.ServiceCredentialAlias ?? id;
  return {
    type: "credential",
    externalId: id,
    identityExternalId,
    kind: "service_specific_credential",
    name: clean(label, 500),
    status: statusOf(entry),
    fingerprint: id,
    scopes: [clean(entry.ServiceName ?? "", 300)],
    attributes: {
      service: clean(entry.ServiceName ?? "", 200),
      user: clean(entry.UserName ?? "", 200),
      accountId: session.accountId,
    },
    facts: factsOf(entry, session),
  };
}

/** A long-term Bedrock API key opens models to whoever holds it: an inventory row of its own. */
function bedrockKey(
  entry: ServiceSpecificCredentialMetadata,
  level: "none" | "read" | "write" | "high" | "admin" | null,
  session: AccountSession,
): SourceRecord[] {
  const id = present(entry.ServiceSpecificCredentialId, name);
  const { source, observedAt } = session.reading(name);
  const user = entry.UserName ?? "";
  const facts = factsOf(entry, session);
  const status = statusOf(entry);
  const reasons = [
    `It acts in Amazon Bedrock with the policies of the IAM user ${clean(user, 200)}.`,
  ];
  const identity: IdentityRecord = {
    type: "identity",
    externalId: id,
    kind: "api_key",
    detail: "aws.bedrock_api_key",
    custody: "app_registration",
    name: clean(entry.ServiceCredentialAlias ?? `Bedrock API key of ${user}`, 500),
    status,
    identityClass: "ai_model_credential",
    stage: "inference",
    container: session.accountId,
    tags: {},
    attributes: {
      user: clean(user, 200),
      service: "bedrock.amazonaws.com",
      accountId: session.accountId,
    },
    facts: {
      ...facts,
      privilege:
        level === null
          ? unknown("unreadable", `The policies of the user ${clean(user, 200)} could not be read`)
          : known({ level, reasons }, "iam:GetAccountAuthorizationDetails", observedAt),
      interactive: known(false, source, observedAt),
    },
  };
  const credential = credentialOf(entry, id, session);
  return [identity, { ...credential, kind: "api_key" }];
}
