import { hash } from "node:crypto";
import { ConnectorError, type Manifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { connectorEntry } from "./connector-entries";
import { ioFor } from "./open-connection";

const wallMs = 30_000;

/** Larger files are left to the worker: parsing them here would hold up every other request. */
const mostCheckedBytes = 2 * 1024 * 1024;

const headBytes = 4_096;

/** Every export is text without a NUL. */
export function isText(content: Uint8Array): boolean {
  if (content.subarray(0, headBytes).includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a file that its connector cannot read before it is kept: the sync would only say so later. */
export async function refuseUnreadable(
  manifest: Manifest,
  sourceId: string,
  file: { name: string; kind: string; content: Uint8Array },
): Promise<void> {
  const field = manifest.fields.find((candidate) => candidate.input === "file")?.name;
  const { name, kind, content } = file;
  if (field === undefined || content.byteLength === 0) return;
  const isLarge = content.byteLength > mostCheckedBytes;
  if (isLarge && isText(content)) return;
  // What is no text is told by how it begins.
  const looked = isLarge ? content.subarray(0, headBytes) : content;
  const sha256 = hash("sha256", looked);
  const read = { bytes: looked.byteLength, sha256, read: async () => looked };
  const given = kind === "" || kind === "file" ? { name, ...read } : { name, kind, ...read };
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
