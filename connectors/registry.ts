import type { Connector, Manifest } from "./contract";

export interface RegistryEntry {
  manifest: Manifest;
  /** Loads the SDK; call it only to connect. */
  load(): Promise<Connector>;
}

/** The only list of connectors. */
export const registry: Readonly<Record<string, RegistryEntry>> = {};
