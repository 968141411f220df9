import type { Connection, ConnectorIo } from "@/connectors/contract";
import { createConnectorIo } from "@/lib/infra/connector-io";
import { connectorEntry } from "./connector-entries";
import { openConfig } from "./source-config";

interface StoredSource {
  id: string;
  connectorId: string;
  config: unknown;
  sealedSecrets: string | null;
}

/** What the connector of this source may touch of the world. */
export function ioFor(
  sourceId: string,
  signal: AbortSignal,
  onWaiting: (reason: string, until: Date) => void = () => undefined,
): ConnectorIo {
  return createConnectorIo({ sourceId, signal, onWaiting });
}

/** Opens the secrets of a stored source and connects. */
export async function openConnection(source: StoredSource, io: ConnectorIo): Promise<Connection> {
  const entry = connectorEntry(source.connectorId);
  const connector = await entry.load();
  return connector.connect(await openConfig(entry.manifest, source), io);
}
