import type { Manifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { isAsked } from "@/lib/domain/inventory/form-field";
import { parseInput } from "../define-command";

type Fields = Record<string, unknown>;

/** A configuration as it would be after a change. Holds secrets: never leaves the server. */
export interface MergedConfig {
  config: Fields;
  /** Names of the fields whose value differs. */
  changed: string[];
  /** Secrets would be sent to another place than before. */
  isElsewhere: boolean;
  /** A secret was filled in, perhaps the same again. */
  isSecretGiven: boolean;
  hasSecrets: boolean;
}

/**
 * Lays what was given over what is stored: a field left out keeps its value, as does a secret that
 * was left empty; null takes a value away; what the chosen way to sign in does not ask for goes.
 * Throws invalid_input, also where a kept secret would go to another address.
 */
export function mergeConfig(manifest: Manifest, stored: Fields, given: Fields): MergedConfig {
  const isSecret = (name: string) => manifest.secretFields.includes(name);
  const isKept = (name: string, value: unknown) =>
    value === undefined || (isSecret(name) && value === "");
  const filled = Object.entries(given).filter(([name, value]) => !isKept(name, value));
  const laid: Fields = { ...stored, ...Object.fromEntries(filled) };
  for (const [name, value] of filled) if (value === null) delete laid[name];
  for (const field of manifest.fields) {
    const isLeftOver = !filled.some(([name]) => name === field.name) && !isAsked(field, laid);
    if (isLeftOver) delete laid[field.name];
  }
  const config = parseInput(manifest.config, laid) as Fields;
  const changed = differing(stored, config);
  const isElsewhere = (manifest.addressFields ?? []).some((name) => changed.includes(name));
  const typed = filled.filter(([name, value]) => isSecret(name) && value !== null);
  if (isElsewhere) refuseKeptSecrets(manifest, config, new Set(typed.map(([name]) => name)));
  const hasSecrets = manifest.secretFields.some((name) => config[name]);
  return { config, changed, isElsewhere, isSecretGiven: typed.length > 0, hasSecrets };
}

function differing(before: Fields, after: Fields): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

function refuseKeptSecrets(manifest: Manifest, config: Fields, typed: ReadonlySet<string>): void {
  const kept = manifest.secretFields.filter((name) => config[name] && !typed.has(name));
  if (kept.length === 0) return;
  throw new DomainError(
    "invalid_input",
    "The address changes, so fill in the secret again: Muster sends a stored one nowhere else. Nothing was changed.",
    { fields: Object.fromEntries(kept.map((name) => [name, "Fill this in again"])) },
  );
}
