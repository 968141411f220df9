import { z } from "zod";
import { db } from "@/lib/infra/db";
import { DomainError } from "@/lib/domain/errors";
import { defineQuery } from "../define-query";
import { connectorEntry } from "./connector-entries";

/** Whether Muster may change things at this source's provider, and what it would need. */
export const getActionSettings = defineQuery({
  permission: "source:read",
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ input }) => {
    const source = await db().source.findUnique({ where: { id: input.sourceId } });
    if (!source) throw new DomainError("not_found", "This source does not exist any more.");
    const { manifest } = connectorEntry(source.connectorId);
    const { actions } = manifest;
    return {
      id: source.id,
      name: source.name,
      connectorName: manifest.name,
      isSupported: actions !== undefined,
      isAllowed: source.sealedActions !== null,
      shown: Object.entries((source.actionConfig ?? {}) as Record<string, unknown>).map(
        ([name, value]) => ({
          label: manifest.fields.find((field) => field.name === name)?.label ?? name,
          value: String(value),
        }),
      ),
      fields: manifest.fields
        .filter((field) => actions?.fields.includes(field.name))
        // The manifest's help speaks of the credential that reads.
        .map((field) => ({ ...field, help: "" })),
      leastPrivilege: actions?.leastPrivilege ?? null,
      targets: (actions?.targets ?? []).map(({ subject, kind, watchDays, rotation }) => ({
        subject,
        kind,
        watchDays,
        isRotated: rotation !== undefined,
      })),
      destinations: (actions?.destinations ?? []).map(({ label }) => label),
    };
  },
});
export type ActionSettings = Awaited<ReturnType<typeof getActionSettings>>;
