import type { Connector, Manifest } from "./contract";
import { manifest as aws } from "./aws/manifest";
import { manifest as awsExport } from "./aws-export/manifest";
import { manifest as entra } from "./entra/manifest";
import { manifest as github } from "./github/manifest";
import { manifest as openbao } from "./openbao/manifest";
import { manifest as postgresql } from "./postgresql/manifest";
import { manifest as sample } from "./sample/manifest";

export interface RegistryEntry {
  manifest: Manifest;
  /** Loads the SDK; call it only to connect. */
  load(): Promise<Connector>;
}

/** The only list of connectors. */
export const registry: Readonly<Record<string, RegistryEntry>> = {
  aws: { manifest: aws, load: async () => (await import("./aws/index")).connector },
  "aws-export": {
    manifest: awsExport,
    load: async () => (await import("./aws-export/index")).connector,
  },
  entra: { manifest: entra, load: async () => (await import("./entra/index")).connector },
  github: { manifest: github, load: async () => (await import("./github/index")).connector },
  openbao: { manifest: openbao, load: async () => (await import("./openbao/index")).connector },
  postgresql: {
    manifest: postgresql,
    load: async () => (await import("./postgresql/index")).connector,
  },
  sample: {
    manifest: sample,
    load: async () => (await import("./sample/index")).connector,
  },
};
