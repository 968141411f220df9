import { connectorEntry } from "../use-cases/sources/connector-entries";
import { testConnectorIo } from "./connector-io";
import { ingest } from "./factories";

/** Writes the whole sample organisation through the real ingest: every kind of identity there is. */
export async function ingestSample(sourceId: string, now: Date): Promise<void> {
  const connector = await connectorEntry("sample").load();
  const connection = await connector.connect({}, testConnectorIo({ now: () => now }));
  for (const stream of connection.streams) {
    let cursor: string | null = null;
    do {
      const page = await stream.list(cursor);
      await ingest(sourceId, page.records, stream.name);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}
