import type { PoolClient } from "pg";
import type { OwnIdentity, SourceRecord, Verification } from "@/connectors/contract";
import { dayOf } from "@/lib/domain/days";
import { unknown } from "@/lib/domain/evidence";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import { ingestRecords } from "../ingest/ingest-records";
import { markReplaced } from "../ingest/mark-missing";

const stream = "muster:self";

const kindOf: Record<string, IdentityKind> = {
  aws: "iam_user",
  entra: "app_registration",
  github: "app_installation",
  postgresql: "database_role",
};

interface Place {
  id: string;
  connectorId: string;
  runId: string | null;
  isFirstReading: boolean;
}

/**
 * Lists what Muster signs in with at the provider as identities like any other, unless the source
 * lists them already. One that Muster signs in with no more goes from the inventory.
 */
export async function listOwnCredential(
  client: PoolClient,
  source: Place,
  verification: Verification,
  now: Date,
): Promise<void> {
  const self = verification.self ?? {
    externalId: "muster:self",
    name: `Muster (${verification.principal})`.slice(0, 500),
  };
  const own = [
    { ...self, principal: verification.principal },
    ...(verification.base ? [verification.base] : []),
  ];
  const ids = own.map(({ externalId }) => externalId);
  const { rows } = await client.query<{ external_id: string }>(
    "SELECT external_id FROM identity WHERE source_id = $1 AND external_id = ANY($2) AND stream <> $3 AND missing_since IS NULL",
    [source.id, ids, stream],
  );
  const listed = new Set(rows.map((row) => row.external_id));
  const { id: sourceId, connectorId, runId, isFirstReading } = source;
  await ingestRecords(
    client,
    { sourceId, connectorId, runId, stream, now, isFirstReading },
    own
      .filter(({ externalId }) => !listed.has(externalId))
      .flatMap((each) => recordsOf(each, source, verification.scope, now)),
  );
  await markReplaced(client, { sourceId, runId, now, stream, keep: ids });
}

const untold = unknown("not_collected", "The source does not list Muster's own credential");

function recordsOf(
  own: OwnIdentity & { principal: string },
  { connectorId }: Place,
  scope: string,
  now: Date,
): SourceRecord[] {
  const lifetime = {
    createdAt: untold,
    createdBy: untold,
    lastUsedAt: {
      state: "known" as const,
      value: dayOf(now) + "T00:00:00.000Z",
      source: "Muster's own sync",
      observedAt: now.toISOString(),
    },
    expiresAt: untold,
    lastRotatedAt: untold,
  };
  const identity: SourceRecord = {
    type: "identity",
    externalId: own.externalId,
    kind: own.kind ?? kindOf[connectorId] ?? "service_account",
    detail: "muster.connector",
    name: own.name,
    description: "The credential with which Muster reads this source.",
    status: "active",
    identityClass: "infrastructure",
    container: scope.slice(0, 300),
    tags: { muster: "connector" },
    attributes: { principal: own.principal },
    facts: { ...lifetime, privilege: untold },
  };
  if (!own.credential) return [identity];
  return [
    identity,
    {
      type: "credential",
      ...own.credential,
      identityExternalId: own.externalId,
      status: "active",
      scopes: [],
      attributes: {},
      facts: lifetime,
    },
  ];
}
