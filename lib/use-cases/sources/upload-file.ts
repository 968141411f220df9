import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { isText, refuseUnreadable } from "./check-file";
import { connectorEntry } from "./connector-entries";
import { storeFile } from "./source-files";
import { sourceOrRefuse } from "./start-run";

const notText =
  "The file is not text in UTF-8. Nothing was kept; unpack an archive, save other text as UTF-8, and send it again.";

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
    const { manifest } = connectorEntry(source.connectorId);
    if (manifest.schedulable) {
      throw new DomainError("conflict", "This source is read over the network and takes no files.");
    }
    const { name, kind, content } = input;
    await refuseUnreadable(manifest, source.id, { name, kind, content });
    if (!isText(content)) throw new DomainError("invalid_input", notText);
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
