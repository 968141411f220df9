import { z } from "zod";
import type { Manifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { isAsked } from "@/lib/domain/inventory/form-field";
import { Prisma } from "@/lib/infra/db";
import { defineCommand, parseInput } from "../define-command";
import { sealActions } from "./action-config";
import { sourceConfig } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { openConfig } from "./source-config";
import { sourceOrRefuse } from "./start-run";

/**
 * Gives a source a second credential that may change things at the provider. Reading never uses
 * it. Without one, offboarding is a task for a person.
 */
export const allowActions = defineCommand({
  name: "source.allow-actions",
  event: "source.actions-allowed",
  permission: "source:change",
  stepUp: true,
  input: z.strictObject({ sourceId: z.uuid(), config: sourceConfig }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const { manifest } = connectorEntry(source.connectorId);
    if (!manifest.actions) {
      throw new DomainError(
        "conflict",
        `Muster can only read ${manifest.name}. Offboarding there is a task for a person.`,
      );
    }
    const { fields } = manifest.actions;
    const given = Object.fromEntries(
      Object.entries(input.config).filter(
        ([name, value]) => fields.includes(name) && value !== "" && value !== null,
      ),
    );
    const reading = await openConfig(manifest, source);
    parseInput(manifest.config, { ...reading, ...given });
    refuseUnlessOwn(manifest, reading, given);
    const { sealedActions, shown } = await sealActions(manifest, source.id, given);
    await tx.source.update({
      where: { id: source.id },
      data: { sealedActions, actionConfig: shown as Prisma.InputJsonObject },
    });
    return {
      result: { sourceId: source.id },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { name: source.name, fields: Object.keys(given) },
      },
    };
  },
});

/** A write credential is one of its own: its secret is given anew, and it differs from the reader's. */
function refuseUnlessOwn(
  manifest: Manifest,
  reading: Record<string, unknown>,
  given: Record<string, unknown>,
): void {
  const whole: Record<string, unknown> = { ...reading, ...given };
  const missing = manifest.fields.filter(
    (field) =>
      field.required &&
      // A secret of the other way to sign in is not asked for.
      isAsked(field, whole) &&
      manifest.secretFields.includes(field.name) &&
      manifest.actions?.fields.includes(field.name),
  );
  const fields = Object.fromEntries(
    missing.filter(({ name }) => !given[name]).map(({ name }) => [name, "Fill this in"]),
  );
  if (Object.keys(fields).length > 0) {
    throw new DomainError("invalid_input", "Fill in the secret of the write credential.", {
      fields,
    });
  }
  const differs = Object.entries(given).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(reading[name]),
  );
  if (!differs) {
    throw new DomainError(
      "invalid_input",
      "This is the credential that reads. Give one of its own, so that reading can never change anything. Nothing was changed.",
    );
  }
}

/** Takes the write credential away again. Cases under way stop at their next call, and may be left to a person. */
export const forbidActions = defineCommand({
  name: "source.forbid-actions",
  event: "source.actions-forbidden",
  permission: "source:change",
  stepUp: true,
  input: z.strictObject({ sourceId: z.uuid() }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    await tx.source.update({
      where: { id: source.id },
      data: { sealedActions: null, actionConfig: Prisma.DbNull },
    });
    return {
      result: { sourceId: source.id },
      audit: { targetType: "source", targetId: source.id, detail: { name: source.name } },
    };
  },
});
