import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { newId } from "../ingest/new-id";
import { actorName } from "./add-source";
import { connectorEntry } from "./connector-entries";
import { hideSource } from "./remove-source";
import { startRun } from "./start-run";

const nothing = z.strictObject({});

/** Adds the sample organisation as a source that is marked as a sample everywhere. */
export const loadSample = defineCommand({
  name: "source.load-sample",
  event: "source.sample-loaded",
  permission: "source:sample",
  input: nothing,
  run: async ({ tx, ctx }) => {
    const { manifest } = connectorEntry("sample");
    const found = await tx.source.findFirst({ where: { isSample: true } });
    const source =
      found ??
      (await tx.source.create({
        data: {
          id: newId(),
          connectorId: manifest.id,
          name: manifest.name,
          config: {},
          isSample: true,
        },
      }));
    const { runId } = await startRun(tx, source.id, actorName(ctx.actor));
    return {
      result: { sourceId: source.id, runId },
      audit: { targetType: "source", targetId: source.id, detail: { name: source.name } },
    };
  },
});

/** Removes the sample organisation and everything in it. */
export const removeSample = defineCommand({
  name: "source.remove-sample",
  event: "source.sample-removed",
  permission: "source:sample",
  input: nothing,
  run: async ({ tx, ctx }) => {
    const source = await tx.source.findFirst({ where: { isSample: true } });
    if (!source) throw new DomainError("not_found", "The sample organisation is not loaded.");
    const { total: identities } = await hideSource(tx, source.id, ctx.now);
    return {
      result: { identities },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { name: source.name, identities },
      },
    };
  },
});
