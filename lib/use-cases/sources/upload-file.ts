import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { connectorEntry } from "./connector-entries";
import { storeFile } from "./source-files";
import { sourceOrRefuse } from "./start-run";

/** Gives a file to a source that is fed by files; it replaces the one of the same name. */
export const uploadFile = defineCommand({
  name: "source.upload-file",
  event: "source.file-uploaded",
  permission: "source:upload",
  input: z.strictObject({
    sourceId: z.uuid(),
    name: z.string().trim().min(1).max(300),
    kind: z.string().trim().max(100).default("file"),
    content: z.instanceof(Uint8Array),
  }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    if (connectorEntry(source.connectorId).manifest.schedulable) {
      throw new DomainError("conflict", "This source is read over the network and takes no files.");
    }
    const { name, kind, content } = input;
    const stored = await storeFile(tx, source.id, { name, kind, content });
    return {
      result: stored,
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { file: name, kind, bytes: content.byteLength, sha256: stored.sha256 },
      },
    };
  },
});
