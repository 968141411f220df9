import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { reasonText } from "@/lib/domain/reason";
import type { Prisma, Tx } from "@/lib/infra/db";
import { actorName, type Context, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { openCase, refuseOthers } from "../offboarding/open-case";
import type { Destination } from "../offboarding/rotation-row";
import { connectorEntry } from "../sources/connector-entries";
import { sourceOrRefuse } from "../sources/start-run";

const defaultOverlapHours = 72;

const destinationInput = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("shown_once") }),
  z.strictObject({
    type: z.literal("source"),
    sourceId: z.uuid(),
    kind: z.string().min(1).max(60),
    fields: z.record(z.string().max(60), z.string().trim().max(2048)),
  }),
]);

/**
 * Opens a rotation of a credential: nothing is called yet. The worker makes a dry run, a person
 * approves it, and the old one goes only after the new one is delivered and the old one unused.
 */
export const requestRotation = defineCommand({
  name: "rotation.request",
  event: "rotation.requested",
  permission: "offboarding:request",
  input: z.strictObject({
    identityId: z.uuid(),
    credentialId: z.uuid().optional(),
    reason: reasonText,
    destination: destinationInput.default({ type: "shown_once" }),
    overlapHours: z.number().int().min(0).max(2160).optional(),
    watchDays: z.number().int().min(0).max(90).optional(),
    /** Where old and new cannot both work, whoever uses the old one is cut off for a while. */
    acceptsInterruption: z.boolean().default(false),
  }),
  run: async ({ tx, ctx, input, reach }) => {
    await refuseOthers(tx, { ctx, reach, identityId: input.identityId });
    const destination = await destinationOf(tx, ctx, input.destination);
    const by = { requestedById: personIdOf(ctx), requestedBy: actorName(ctx) };
    const { audit, ...result } = await openCase(tx, { ...input, ...by }, ctx.now, {
      kind: "rotation",
      isOffered: ({ rotation }) => rotation !== undefined,
      beside: (support) => ({
        rotation: { create: rotationRow(destination, support?.rotation, input) },
      }),
      verb: "rotate",
    });
    return { result, audit };
  },
});

/** What the case keeps of its successor; refused where nobody accepted an interruption. */
function rotationRow(
  destination: Destination,
  support: { overlapHours: number | null } | undefined,
  input: { overlapHours?: number | undefined; acceptsInterruption: boolean },
) {
  const cuts = support?.overlapHours === null;
  if (cuts && !input.acceptsInterruption) {
    throw new DomainError(
      "invalid_input",
      "Old and new cannot both work here: whoever uses the old one is cut off until they read the new one. Accept the interruption. Nothing was changed.",
      { fields: { acceptsInterruption: "Accept the interruption" } },
    );
  }
  const hours = input.overlapHours ?? support?.overlapHours ?? defaultOverlapHours;
  return {
    destination: destination as unknown as Prisma.InputJsonObject,
    overlapHours: cuts ? null : hours,
  };
}

async function destinationOf(
  tx: Tx,
  ctx: Context,
  asked: z.output<typeof destinationInput>,
): Promise<Destination> {
  if (asked.type === "shown_once") {
    if (personIdOf(ctx)) return asked;
    throw new DomainError("invalid_input", "Only a person can be shown a secret.");
  }
  const source = await sourceOrRefuse(tx, asked.sourceId);
  const { manifest } = connectorEntry(source.connectorId);
  const place = manifest.actions?.destinations?.find((one) => one.kind === asked.kind);
  if (!place || !source.sealedActions) {
    throw new DomainError(
      "conflict",
      `Muster cannot deliver to ${source.name}: it has no write credential or takes no secrets.`,
    );
  }
  const missing = place.fields.filter(({ name, required }) => required && !asked.fields[name]);
  if (missing.length > 0) {
    throw new DomainError("invalid_input", `Fill in ${missing[0]?.label}. Nothing was changed.`, {
      fields: Object.fromEntries(missing.map(({ name }) => [name, "Fill this in"])),
    });
  }
  const names = new Set(place.fields.map(({ name }) => name));
  const given = Object.entries(asked.fields).filter(([name, value]) => names.has(name) && value);
  const { kind, label } = place;
  const fields = Object.fromEntries(given);
  return { type: "source", sourceId: source.id, sourceName: source.name, kind, label, fields };
}
