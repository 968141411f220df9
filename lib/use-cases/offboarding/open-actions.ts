import type { ActionTarget, TargetActions } from "@/connectors/contract";
import { db } from "@/lib/infra/db";
import { openActionConfig } from "../sources/action-config";
import { connectorEntry } from "../sources/connector-entries";
import { ioFor } from "../sources/open-connection";

/** Why there is nobody to call, in words. */
export class NoActions extends Error {
  override readonly name = "NoActions";
}

/** Connects with the write credential, does the work, and closes. Never inside a transaction. */
export async function withActions<T>(
  found: { sourceId: string | null; connectorId: string; target: unknown },
  signal: AbortSignal,
  work: (actions: TargetActions) => Promise<T>,
): Promise<T> {
  const source = found.sourceId
    ? await db().source.findUnique({ where: { id: found.sourceId } })
    : null;
  if (!source) throw new NoActions("The source was removed, so nobody can be called.");
  const entry = connectorEntry(source.connectorId);
  const config = await openActionConfig(entry.manifest, source);
  if (!config) throw new NoActions("The source's write credential was taken away.");
  const connector = await entry.load();
  const connection = await connector.connect(config, ioFor(source.id, signal));
  try {
    const actions = connection.actions?.(found.target as ActionTarget);
    if (!actions) throw new NoActions(`${entry.manifest.name} offers no action for this target.`);
    return await work(actions);
  } finally {
    await connection.close?.();
  }
}
