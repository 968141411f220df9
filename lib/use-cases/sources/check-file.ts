import { ConnectorError, type Manifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { connectorEntry } from "./connector-entries";
import { ioFor } from "./open-connection";

const wallMs = 30_000;

/** Larger files are left to the worker: parsing them here would hold up every other request. */
const mostCheckedBytes = 2 * 1024 * 1024;

/** Refuses a file that its connector cannot read before it is kept: the sync would only say so later. */
export async function refuseUnreadable(
  manifest: Manifest,
  sourceId: string,
  file: { name: string; kind: string; content: Uint8Array },
): Promise<void> {
  const field = manifest.fields.find((candidate) => candidate.input === "file")?.name;
  const { byteLength } = file.content;
  if (field === undefined || byteLength === 0 || byteLength > mostCheckedBytes) return;
  const { name, kind, content } = file;
  const text = Buffer.from(content).toString("utf8");
  const given = kind === "" || kind === "file" ? { name, text } : { name, kind, text };
  const config = manifest.config.safeParse({ [field]: [given] });
  if (!config.success) {
    throw new DomainError("invalid_input", "This is not a file of this source. Nothing was kept.");
  }
  try {
    const connector = await connectorEntry(manifest.id).load();
    const io = ioFor(sourceId, AbortSignal.timeout(wallMs));
    const connection = await connector.connect(config.data, io);
    try {
      await connection.verify();
    } finally {
      await connection.close?.();
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    throw new DomainError("invalid_input", `${error.message} Nothing was kept.`);
  }
}
