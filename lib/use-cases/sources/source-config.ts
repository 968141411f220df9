import type { Manifest } from "@/connectors/contract";
import { seal, unseal } from "@/lib/infra/encryption";
import { parseInput } from "../define-command";
import { parseBesideFiles, splitFiles, withFiles } from "./source-files";

const place = (rowId: string) => ({ table: "source", column: "sealed_secrets", rowId });
type Fields = Record<string, unknown>;

/** Parses a configuration by its manifest and splits the secrets off. */
export async function sealConfig(
  manifest: Manifest,
  sourceId: string,
  raw: Fields,
): Promise<{ config: Fields; sealedSecrets: string | null; describes: string }> {
  const { isFedByFiles, rest } = splitFiles(manifest, raw);
  // Files come later and one by one: such a configuration is complete only when it is opened.
  const parsed = isFedByFiles
    ? parseBesideFiles(manifest, rest)
    : (parseInput(manifest.config, raw) as Fields);
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
    describes: describeConfig(manifest, parsed),
  };
}

interface StoredConfig {
  id: string;
  config: unknown;
  sealedSecrets: string | null;
}

/** What is stored, with its secrets and as it was parsed then. Never leaves the server. */
export async function unsealConfig(source: StoredConfig): Promise<Fields> {
  const secrets = source.sealedSecrets
    ? (JSON.parse(await unseal(source.sealedSecrets, place(source.id))) as Fields)
    : {};
  return { ...(source.config as Fields), ...secrets };
}

/** The whole configuration with its secrets, for connecting. Never leaves the server. */
export async function openConfig(manifest: Manifest, source: StoredConfig): Promise<Fields> {
  const all = await unsealConfig(source);
  return parseInput(manifest.config, await withFiles(manifest, source.id, all)) as Fields;
}

/** Settings that a person may see again: without secrets. */
export function describeConfig(manifest: Manifest, config: unknown): string {
  try {
    return manifest.describe(config);
  } catch {
    return manifest.name;
  }
}
