import type { PoolClient } from "pg";
import type { Verification } from "@/connectors/contract";
import { unknown } from "@/lib/domain/evidence";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import { ingestRecords } from "../ingest/ingest-records";

const stream = "muster:self";

const kindOf: Record<string, IdentityKind> = {
  aws: "iam_user",
  github: "app_installation",
  postgresql: "database_role",
};

/**
 * Lists Muster's own credential at the provider as an identity like any other, unless the source
 * lists it already.
 */
export async function listOwnCredential(
  client: PoolClient,
  source: { id: string; connectorId: string; runId: string | null; isFirstReading: boolean },
  verification: Verification,
  now: Date,
): Promise<void> {
  const externalId = verification.self?.externalId ?? "muster:self";
  const listed = await client.query(
    "SELECT 1 FROM identity WHERE source_id = $1 AND external_id = $2 AND stream <> $3 AND missing_since IS NULL",
    [source.id, externalId, stream],
  );
  if (listed.rowCount) return;
  const untold = unknown("not_collected", "The source does not list Muster's own credential");
  await ingestRecords(
    client,
    {
      sourceId: source.id,
      connectorId: source.connectorId,
      runId: source.runId,
      stream,
      now,
      isFirstReading: source.isFirstReading,
    },
    [
      {
        type: "identity",
        externalId,
        kind: kindOf[source.connectorId] ?? "service_account",
        detail: "muster.connector",
        name: verification.self?.name ?? `Muster (${verification.principal})`.slice(0, 500),
        description: "The credential with which Muster reads this source.",
        status: "active",
        identityClass: "infrastructure",
        container: verification.scope.slice(0, 300),
        tags: { muster: "connector" },
        attributes: { principal: verification.principal },
        facts: {
          createdAt: untold,
          createdBy: untold,
          lastUsedAt: {
            state: "known",
            value: now.toISOString().slice(0, 10) + "T00:00:00.000Z",
            source: "Muster's own sync",
            observedAt: now.toISOString(),
          },
          expiresAt: untold,
          lastRotatedAt: untold,
          privilege: untold,
        },
      },
    ],
  );
}
