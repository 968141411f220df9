import { registry, type RegistryEntry } from "@/connectors/registry";
import { DomainError } from "@/lib/domain/errors";

const provided = new Map<string, RegistryEntry>();

/** Adds a connector beside the registry's: stand-ins of tests, served from loopback. */
export function provideConnector(entry: RegistryEntry): void {
  provided.set(entry.manifest.id, entry);
}

/** The connector of that id, or a refusal that names it. */
export function connectorEntry(connectorId: string): RegistryEntry {
  const own = Object.hasOwn(registry, connectorId) ? registry[connectorId] : undefined;
  const entry = own ?? provided.get(connectorId);
  if (!entry) {
    throw new DomainError("not_found", `There is no connector "${connectorId}" in this version.`);
  }
  return entry;
}

export const allConnectorEntries = (): RegistryEntry[] => [
  ...Object.values(registry),
  ...provided.values(),
];
