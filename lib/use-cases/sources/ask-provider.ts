import type { Verification } from "@/connectors/contract";
import type { RegistryEntry } from "@/connectors/registry";
import { inTransaction } from "@/lib/infra/db";
import { ioFor } from "./open-connection";
import { listOwnCredential } from "./own-credential";
import { asConnectorError } from "./sync-error";

const wallMs = 30_000;

/** The outcome of a verification: an answer, or why there is none. */
export type VerificationResult =
  | { ok: true; verification: Verification }
  | { ok: false; code: string; message: string };

/** Connects with this configuration and asks who Muster is there. Belongs outside any transaction. */
export async function askProvider(
  entry: RegistryEntry,
  config: unknown,
  sourceId: string,
): Promise<VerificationResult> {
  try {
    const connector = await entry.load();
    const io = ioFor(sourceId, AbortSignal.timeout(wallMs));
    const connection = await connector.connect(config, io);
    try {
      return { ok: true, verification: await connection.verify() };
    } finally {
      await connection.close?.();
    }
  } catch (error) {
    const { code, message } = asConnectorError(error);
    return { ok: false, code, message };
  }
}

/** Lists the credential that a verification was made with, where there is one to list. */
export async function keepOwnCredential(
  source: {
    id: string;
    connectorId: string;
    hasSecrets: boolean;
    lastCompleteAt: Date | null;
  },
  verification: Verification,
  now: Date,
): Promise<void> {
  if (!source.hasSecrets && !verification.self) return;
  const { id, connectorId, lastCompleteAt } = source;
  const place = { id, connectorId, runId: null, isFirstReading: lastCompleteAt === null };
  await inTransaction((client) => listOwnCredential(client, place, verification, now));
}
