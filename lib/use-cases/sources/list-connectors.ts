import { z } from "zod";
import type { ConfigField, Manifest } from "@/connectors/contract";
import { defineQuery } from "../define-query";
import { allConnectorEntries } from "./connector-entries";

/** What the connect page needs to know of a connector; no SDK is loaded for it. */
export interface ConnectorChoice {
  id: string;
  name: string;
  summary: string;
  docsPath: string;
  fields: readonly ConfigField[];
  streams: Manifest["streams"];
  leastPrivilege: Manifest["leastPrivilege"];
  setup: NonNullable<Manifest["setup"]>;
  schedulable: boolean;
}

/** The connectors that can be connected; the sample organisation has a button of its own. */
export const listConnectors = defineQuery({
  permission: "source:read",
  input: z.strictObject({}),
  run: async (): Promise<{ items: ConnectorChoice[] }> => ({
    items: allConnectorEntries()
      .filter(({ manifest }) => manifest.id !== "sample")
      .map(({ manifest }) => ({
        id: manifest.id,
        name: manifest.name,
        summary: manifest.summary,
        docsPath: manifest.docsPath,
        fields: manifest.fields,
        streams: manifest.streams,
        leastPrivilege: manifest.leastPrivilege,
        setup: manifest.setup ?? [],
        schedulable: manifest.schedulable,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  }),
});
