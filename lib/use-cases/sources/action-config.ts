import type { Manifest } from "@/connectors/contract";
import { seal, unseal } from "@/lib/infra/encryption";
import { openConfig } from "./source-config";

const place = (rowId: string) => ({ table: "source", column: "sealed_actions", rowId });
type Fields = Record<string, unknown>;

interface StoredSource {
  id: string;
  config: unknown;
  sealedSecrets: string | null;
  sealedActions: string | null;
}

/** Seals what the write credential answers anew; the parts that are no secret are returned as well. */
export async function sealActions(
  manifest: Manifest,
  sourceId: string,
  given: Fields,
): Promise<{ sealedActions: string; shown: Fields }> {
  const shown = Object.fromEntries(
    Object.entries(given).filter(([name]) => !manifest.secretFields.includes(name)),
  );
  return { sealedActions: await seal(JSON.stringify(given), place(sourceId)), shown };
}

/** The source's configuration under its write credential, or null where it has none. */
export async function openActionConfig(
  manifest: Manifest,
  source: StoredSource,
): Promise<Fields | null> {
  if (!source.sealedActions) return null;
  const given = JSON.parse(await unseal(source.sealedActions, place(source.id))) as Fields;
  return { ...(await openConfig(manifest, source)), ...given };
}
