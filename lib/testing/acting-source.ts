import { db } from "../infra/db";
import { newId } from "../use-cases/ingest/new-id";
import { sealActions } from "../use-cases/sources/action-config";
import { provideConnector } from "../use-cases/sources/connector-entries";
import { sealConfig } from "../use-cases/sources/source-config";
import { actingConnector, type ActingProvider } from "./acting-provider";

/** A source that reads and acts on this provider; returns its id. */
export async function insertActingSource({ url }: ActingProvider): Promise<string> {
  provideConnector(actingConnector);
  const id = newId();
  const { manifest } = actingConnector;
  const { config, sealedSecrets } = await sealConfig(manifest, id, { url, token: "read" });
  const { sealedActions } = await sealActions(manifest, id, { token: "write" });
  await db().source.create({
    data: {
      id,
      connectorId: "acting",
      name: "Acting",
      config: config as never,
      sealedSecrets,
      sealedActions,
    },
  });
  return id;
}

/** A key that is active at the provider and in the inventory; returns the identity's id. */
export async function insertActingKey(
  provider: ActingProvider,
  sourceId: string,
  key: string,
  kind: "api_key" | "deploy_key" = "api_key",
): Promise<string> {
  provider.states.set(key, "active");
  const now = new Date();
  const { id } = await db().identity.create({
    data: {
      sourceId,
      externalId: key,
      stream: "keys",
      kind,
      detail: "acting.key",
      name: key,
      status: "active",
      identityClass: "legacy_application",
      environment: "test",
      stage: "unknown",
      facts: {},
      contentHash: key,
      firstSeenAt: now,
      lastSeenAt: now,
    },
  });
  return id;
}
