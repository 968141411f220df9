import type { Manifest } from "@/connectors/contract";
import { seal, unseal } from "@/lib/infra/encryption";
import { parseInput } from "../define-command";

const place = (rowId: string) => ({ table: "source", column: "sealed_secrets", rowId });
type Fields = Record<string, unknown>;

/** Parses a configuration by its manifest and splits the secrets off. */
export async function sealConfig(
  manifest: Manifest,
  sourceId: string,
  raw: Fields,
): Promise<{ config: Fields; sealedSecrets: string | null; describes: string }> {
  const parsed = parseInput(manifest.config, raw) as Fields;
  const config: Fields = {};
  const secrets: Fields = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (value === undefined) continue;
    (manifest.secretFields.includes(name) ? secrets : config)[name] = value;
  }
  const hasSecrets = Object.keys(secrets).length > 0;
  return {
    config,
    sealedSecrets: hasSecrets ? await seal(JSON.stringify(secrets), place(sourceId)) : null,
    describes: manifest.describe(parsed),
  };
}

/** The whole configuration with its secrets, for connecting. Never leaves the server. */
export async function openConfig(
  manifest: Manifest,
  source: { id: string; config: unknown; sealedSecrets: string | null },
): Promise<Fields> {
  const secrets = source.sealedSecrets
    ? (JSON.parse(await unseal(source.sealedSecrets, place(source.id))) as Fields)
    : {};
  return parseInput(manifest.config, { ...(source.config as Fields), ...secrets }) as Fields;
}

/** Settings that a person may see again: without secrets. */
export function describeConfig(manifest: Manifest, config: unknown): string {
  try {
    return manifest.describe(config);
  } catch {
    return manifest.name;
  }
}
