import { z } from "zod";
import type { Prisma } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { refuseTakenName, sourceConfig, sourceName } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { openConfig, sealConfig } from "./source-config";
import { sourceOrRefuse } from "./start-run";

/**
 * Renames a source or changes its configuration. Fields that are left out keep their value, so a
 * secret need not be typed again.
 */
export const changeSource = defineCommand({
  name: "source.change",
  event: "source.changed",
  permission: "source:change",
  stepUp: true,
  input: z.strictObject({
    sourceId: z.uuid(),
    name: sourceName.optional(),
    config: sourceConfig.optional(),
  }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const changed: string[] = [];
    const data: Prisma.SourceUpdateInput = {};
    if (input.name !== undefined && input.name !== source.name) {
      await refuseTakenName(tx, input.name, source.id);
      data.name = input.name;
      changed.push("name");
    }
    if (input.config) {
      const { manifest } = connectorEntry(source.connectorId);
      const before = await openConfig(manifest, source);
      const given = Object.fromEntries(
        Object.entries(input.config).filter(
          ([name, value]) =>
            !(manifest.secretFields.includes(name) && (value === "" || value === null)),
        ),
      );
      const sealed = await sealConfig(manifest, source.id, { ...before, ...given });
      data.config = sealed.config as Prisma.InputJsonObject;
      data.sealedSecrets = sealed.sealedSecrets;
      changed.push(...Object.keys(given));
    }
    await tx.source.update({ where: { id: source.id }, data });
    return {
      result: { sourceId: source.id },
      audit: { targetType: "source", targetId: source.id, detail: { name: source.name, changed } },
    };
  },
});
