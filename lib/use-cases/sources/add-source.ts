import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Prisma, Tx } from "@/lib/infra/db";
import { newId } from "../ingest/new-id";
import { defineCommand } from "../define-command";
import { connectorEntry } from "./connector-entries";
import { sealConfig } from "./source-config";
import { splitFiles, storeFile } from "./source-files";
import { startRun } from "./start-run";

export const sourceName = z.string().trim().min(1, "give the source a name").max(100);
export const sourceConfig = z.record(z.string().max(100), z.unknown());
/** Minutes between two syncs; null switches the schedule off. */
export const syncInterval = z.number().int().min(15).max(10_080).nullable();

export async function refuseTakenName(tx: Tx, name: string, exceptId?: string): Promise<void> {
  const taken = await tx.source.findFirst({ where: { name, NOT: { id: exceptId ?? newId() } } });
  if (taken) {
    throw new DomainError("conflict", `There is already a source named "${name}".`, {
      fields: { name: "is taken" },
    });
  }
}

const defaultIntervalMinutes = 360;

/** Connects a system: seals its secrets and, unless told otherwise, starts the first sync. */
export const addSource = defineCommand({
  name: "source.add",
  event: "source.added",
  permission: "source:add",
  input: z.strictObject({
    connectorId: z.string().max(50),
    name: sourceName,
    config: sourceConfig,
    syncEveryMinutes: syncInterval.optional(),
    syncNow: z.boolean().default(true),
  }),
  run: async ({ tx, ctx, input }) => {
    const { manifest } = connectorEntry(input.connectorId);
    if (manifest.id === "sample") {
      throw new DomainError("invalid_input", "The sample organisation has a button of its own.");
    }
    await refuseTakenName(tx, input.name);
    const id = newId();
    const { config, sealedSecrets, describes } = await sealConfig(manifest, id, input.config);
    const wanted =
      input.syncEveryMinutes === undefined ? defaultIntervalMinutes : input.syncEveryMinutes;
    const every = manifest.schedulable ? wanted : null;
    await tx.source.create({
      data: {
        id,
        connectorId: manifest.id,
        name: input.name,
        config: config as Prisma.InputJsonObject,
        sealedSecrets,
        syncEveryMinutes: every,
        nextSyncAt: every === null ? null : new Date(ctx.now.getTime() + every * 60_000),
      },
    });
    const { isFedByFiles, files } = splitFiles(manifest, input.config);
    for (const { name, kind = "file", text } of files) {
      await storeFile(tx, id, { name, kind, content: Buffer.from(text) });
    }
    const isReadable = !isFedByFiles || files.length > 0;
    const run = input.syncNow && isReadable ? await startRun(tx, id, actorName(ctx.actor)) : null;
    return {
      result: { sourceId: id, runId: run?.runId ?? null },
      audit: {
        targetType: "source",
        targetId: id,
        detail: { name: input.name, connector: manifest.id, describes },
      },
    };
  },
});

export const actorName = (actor: { type: string; name?: string }): string =>
  actor.name ?? actor.type;
