import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  type SecretListEntry,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { known, unknown } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  SourceRecord,
  StoredSecretRecord,
} from "@/lib/domain/inventory/source-record";
import type { ConnectorError, Gap } from "../../contract";
import { environmentOf } from "../../shared/aws-iam/classification";
import { parsePolicy } from "../../shared/aws-iam/documents";
import { ownerHints } from "../../shared/aws-iam/owner-hints";
import { trustRecords } from "../../shared/aws-iam/role-records";
import { clean, creatorUnknown, dateFact, isoDate, tagsOf } from "../../shared/aws-iam/text";
import { readerEdges, type TrustEdge } from "../../shared/aws-iam/trust-policy";
import { isDenied, isGone } from "../aws-error";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import { gapOf, type TakeStep } from "../step";

const listName = "secretsmanager:ListSecrets";
const policyName = "secretsmanager:GetResourcePolicy";

type Readers =
  | { state: "read"; edges: TrustEdge[] }
  | { state: "none" }
  | { state: "unreadable" }
  | { state: "denied" };

/** Names, dates and readers of stored secrets. Values are never asked for. */
export const secretsStep: TakeStep = async (session, at, region) => {
  const client = session.secrets(region);
  const answer = await call(listName, () =>
    client.send(
      new ListSecretsCommand({
        IncludePlannedDeletion: true,
        MaxResults: 50,
        NextToken: at ?? undefined,
      }),
    ),
  );
  const gaps: Gap[] = [];
  const records = await session.lanes.map(listed(answer.SecretList, listName), async (secret) => {
    const arn = present(secret.ARN, listName);
    const readers = await readersOf(client, arn, session, (error) => {
      if (!isDenied(error)) throw error;
      if (!gaps.some(({ reason }) => reason === "forbidden"))
        gaps.push(unreadReaders(error, session, region));
    });
    if (readers.state === "unreadable") gaps.push(unreadableReaders(clean(arn, 600), session));
    return secretRecords(secret, arn, readers, session);
  });
  return { records: records.flat(), next: answer.NextToken ?? null, gaps };
};

/** Every secret of the page is listed, so that only who may read them can be hidden. */
const unreadReaders = (error: ConnectorError, session: AccountSession, region: string): Gap => {
  const { accountId, partition } = session;
  const idPrefix = `arn:${partition}:secretsmanager:${region}:${accountId}:`;
  const scope = `account ${accountId}, ${region}: readers of secrets`;
  return gapOf(error, scope, { part: accountId, idPrefix, only: ["trust"] });
};

const unreadableReaders = (externalId: string, { accountId }: AccountSession): Gap => ({
  reason: "not_found",
  scope: externalId,
  message: `The resource policy of ${externalId} could not be read: who may read the secret is unknown.`,
  within: { part: accountId, idPrefix: externalId, only: ["trust"] },
});

async function readersOf(
  client: SecretsManagerClient,
  SecretId: string,
  session: AccountSession,
  denied: (error: unknown) => void,
): Promise<Readers> {
  try {
    const answer = await call(policyName, () =>
      client.send(new GetResourcePolicyCommand({ SecretId })),
    );
    present(answer.ARN, policyName);
    if (!answer.ResourcePolicy) return { state: "none" };
    const statements = parsePolicy(answer.ResourcePolicy);
    if (statements === null) return { state: "unreadable" };
    return { state: "read", edges: readerEdges(statements, session.reading(policyName)) };
  } catch (error) {
    if (isGone(error)) return { state: "none" };
    denied(error);
    return { state: "denied" };
  }
}

const readableBy = (readers: Readers): string => {
  if (readers.state === "denied") return `Unknown: needs ${policyName}`;
  if (readers.state === "unreadable") return "Unknown: its resource policy could not be read";
  const own = "Principals of the account whose policies allow secretsmanager:GetSecretValue";
  if (readers.state === "none" || readers.edges.length === 0) return own;
  return clean(
    `${own}, and by resource policy: ${readers.edges.map((edge) => edge.principal).join(", ")}`,
    500,
  );
};

function exposureOf(
  readers: Readers,
  session: AccountSession,
): StoredSecretRecord["facts"]["exposure"] {
  const { source, observedAt } = session.reading(policyName);
  if (readers.state === "denied") return unknown("permission_missing", `Needs ${policyName}`);
  if (readers.state === "unreadable")
    return unknown("unreadable", "The resource policy could not be read");
  const open =
    readers.state === "read" ? readers.edges.find((edge) => edge.verdict === "open") : undefined;
  const because = open ? clean(open.because, 500) : "No resource policy lets strangers read it";
  return known({ public: open !== undefined, because }, source, observedAt);
}

const atOnceMs = 60_000;

/** AWS dates only what its own rotation did: a change by hand may have put a new value in. */
function rotationOf(
  { LastRotatedDate, LastChangedDate, CreatedDate }: SecretListEntry,
  session: AccountSession,
): CredentialRecord["facts"]["lastRotatedAt"] {
  const { source, observedAt } = session.reading(listName);
  const isChanged = Number(LastChangedDate ?? 0) - Number(CreatedDate ?? 0) > atOnceMs;
  if (LastRotatedDate || !LastChangedDate || !CreatedDate || !isChanged)
    return known(isoDate(LastRotatedDate), source, observedAt);
  const day = isoDate(LastChangedDate)?.slice(0, 10) ?? "";
  return unknown(
    "not_offered",
    `Changed by hand, last on ${day}; AWS does not tell whether its value was`,
  );
}

function secretRecords(
  secret: SecretListEntry,
  arn: string,
  readers: Readers,
  session: AccountSession,
): SourceRecord[] {
  const { source, observedAt } = session.reading(listName);
  const tags = tagsOf(secret.Tags);
  const environment = environmentOf(tags);
  const description = secret.Description ? clean(secret.Description, 2000) : undefined;
  const externalId = clean(arn, 600);
  const name = clean(secret.Name ?? arn, 500);
  const status = secret.DeletedDate ? ("disabled" as const) : ("active" as const);
  const facts: CredentialRecord["facts"] = {
    createdAt: dateFact(secret.CreatedDate, source, observedAt),
    createdBy: creatorUnknown,
    lastUsedAt: known(isoDate(secret.LastAccessedDate), source, observedAt),
    expiresAt: known(isoDate(secret.DeletedDate), source, observedAt),
    lastRotatedAt: rotationOf(secret, session),
  };
  const record: StoredSecretRecord = {
    type: "stored_secret",
    externalId,
    kind: "stored_secret",
    detail: "aws.secret",
    name,
    ...(description ? { description } : {}),
    status,
    ...(environment ? { environment } : {}),
    container: session.accountId,
    tags,
    attributes: {
      arn: clean(arn, 1000),
      rotationEnabled: secret.RotationEnabled ?? false,
      rotationDays: secret.RotationRules?.AutomaticallyAfterDays ?? null,
      nextRotation: isoDate(secret.NextRotationDate),
      owningService: secret.OwningService ? clean(secret.OwningService, 200) : null,
      kmsKey: secret.KmsKeyId ? clean(secret.KmsKeyId, 500) : null,
      plannedDeletion: isoDate(secret.DeletedDate),
    },
    readableBy: readableBy(readers),
    facts: {
      ...facts,
      privilege: unknown("not_offered", "AWS does not know what a stored secret opens"),
      exposure: exposureOf(readers, session),
    },
  };
  const credential: CredentialRecord = {
    type: "credential",
    externalId,
    identityExternalId: externalId,
    kind: "stored_secret",
    name,
    status,
    scopes: [],
    attributes: { rotationEnabled: secret.RotationEnabled ?? false },
    facts,
  };
  const edges = readers.state === "read" ? readers.edges : [];
  return [
    record,
    credential,
    ...trustRecords(externalId, edges),
    ...ownerHints(externalId, tags, description),
  ];
}
