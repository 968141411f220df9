import { z } from "zod";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { connectorEntry } from "./connector-entries";
import { unsealConfig } from "./source-config";
import { sourceOrRefuse } from "./start-run";

/** What the form that changes a source begins with: every setting but the secrets, of which it only says which there are. */
export const getChangeSettings = defineQuery({
  permission: "source:change",
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ input }) => {
    const source = await sourceOrRefuse(db(), input.sourceId);
    const { manifest } = connectorEntry(source.connectorId);
    const stored = await unsealConfig(source);
    return {
      id: source.id,
      name: source.name,
      isSample: source.isSample,
      connectorName: manifest.name,
      fields: manifest.fields,
      streams: manifest.streams,
      leastPrivilege: manifest.leastPrivilege,
      setup: manifest.setup ?? [],
      config: source.config as Record<string, unknown>,
      storedSecrets: manifest.secretFields.filter((name) => stored[name]),
      addressFields: manifest.addressFields ?? [],
      canAct: source.sealedActions !== null,
    };
  },
});
