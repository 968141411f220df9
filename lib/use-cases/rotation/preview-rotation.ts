import { z } from "zod";
import type { ActionManifest } from "@/connectors/contract";
import { db } from "@/lib/infra/db";
import { defineQuery } from "../define-query";
import { previewRequest, type RequestChoice } from "../offboarding/preview-request";
import { allConnectorEntries } from "../sources/connector-entries";

/** One store of a connected source that takes a new secret. */
export interface DestinationChoice {
  sourceId: string;
  sourceName: string;
  kind: string;
  label: string;
  fields: NonNullable<ActionManifest["destinations"]>[number]["fields"];
}

/** A credential that can get a successor. */
export type RotationChoice = Omit<RequestChoice, "rotation"> & {
  /** Quiet hours by default; null where old and new cannot both work. */
  overlapHours: number | null;
  parts: readonly string[];
};

async function listDestinations(): Promise<DestinationChoice[]> {
  const manifests = allConnectorEntries().map(({ manifest }) => manifest);
  const sources = await db().source.findMany({
    where: {
      sealedActions: { not: null },
      connectorId: { in: manifests.filter((one) => one.actions?.destinations).map((m) => m.id) },
    },
    orderBy: { name: "asc" },
    select: { id: true, name: true, connectorId: true },
  });
  return sources.flatMap((source) => {
    const manifest = manifests.find((one) => one.id === source.connectorId);
    return (manifest?.actions?.destinations ?? []).map((place) => ({
      sourceId: source.id,
      sourceName: source.name,
      ...place,
    }));
  });
}

/** All that the form of a rotation shows before anything is written. */
export const previewRotation = defineQuery({
  permission: "offboarding:request",
  input: z.strictObject({ identityId: z.uuid() }),
  run: async ({ ctx, input }) => {
    const { choices, ...preview } = await previewRequest(ctx, input);
    const rotatable = choices.flatMap(({ rotation, ...choice }): RotationChoice[] =>
      rotation ? [{ ...choice, ...rotation }] : [],
    );
    return { ...preview, choices: rotatable, destinations: await listDestinations() };
  },
});
