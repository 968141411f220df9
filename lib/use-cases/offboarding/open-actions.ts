import type { ActionTarget, Connection, TargetActions } from "@/connectors/contract";
import { db } from "@/lib/infra/db";
import { openActionConfig } from "../sources/action-config";
import { connectorEntry } from "../sources/connector-entries";
import { ioFor } from "../sources/open-connection";

/** Why there is nobody to call, in words. */
export class NoActions extends Error {
  override readonly name = "NoActions";
}

/** Connects with the write credential, does the work, and closes. Never inside a transaction. */
export async function withConnection<T>(
  sourceId: string | null,
  signal: AbortSignal,
  work: (connection: Connection, connectorName: string) => Promise<T>,
): Promise<T> {
  const source = sourceId ? await db().source.findUnique({ where: { id: sourceId } }) : null;
  if (!source) throw new NoActions("The source was removed, so nobody can be called.");
  const entry = connectorEntry(source.connectorId);
  const config = await openActionConfig(entry.manifest, source);
  if (!config) throw new NoActions("The source's write credential was taken away.");
  const connector = await entry.load();
  const connection = await connector.connect(config, ioFor(source.id, signal));
  try {
    return await work(connection, entry.manifest.name);
  } finally {
    await connection.close?.();
  }
}

/** The same for the actions on one target. */
export const withActions = <T>(
  found: { sourceId: string | null; target: unknown },
  signal: AbortSignal,
  work: (actions: TargetActions) => Promise<T>,
): Promise<T> =>
  withConnection(found.sourceId, signal, (connection, name) => {
    const actions = connection.actions?.(found.target as ActionTarget);
    if (!actions) throw new NoActions(`${name} offers no action for this target.`);
    return work(actions);
  });
