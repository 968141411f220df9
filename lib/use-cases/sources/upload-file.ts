import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { connectorEntry } from "./connector-entries";
import { sourceOrRefuse } from "./start-run";

const mostBytes = 50 * 1024 * 1024;

/** Gives a file to a source that is fed by files; it replaces the one of the same kind. */
export const uploadFile = defineCommand({
  name: "source.upload-file",
  event: "source.file-uploaded",
  permission: "source:upload",
  input: z.strictObject({
    sourceId: z.uuid(),
    name: z.string().trim().min(1).max(300),
    kind: z.string().trim().min(1).max(100),
    content: z.instanceof(Uint8Array),
  }),
  run: async ({ tx, input }) => {
    const { name, kind, content } = input;
    if (content.byteLength === 0) throw new DomainError("invalid_input", "The file is empty.");
    if (content.byteLength > mostBytes) {
      throw new DomainError("too_large", "The file is larger than 50 MB. Nothing was kept.");
    }
    const source = await sourceOrRefuse(tx, input.sourceId);
    if (connectorEntry(source.connectorId).manifest.schedulable) {
      throw new DomainError("conflict", "This source is read over the network and takes no files.");
    }
    const sha256 = createHash("sha256").update(content).digest("hex");
    await tx.upload.deleteMany({ where: { sourceId: source.id, kind } });
    const upload = await tx.upload.create({
      data: {
        sourceId: source.id,
        name,
        kind,
        bytes: content.byteLength,
        sha256,
        content: Buffer.from(content),
      },
      select: { id: true },
    });
    return {
      result: { uploadId: upload.id, sha256 },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { file: name, kind, bytes: content.byteLength, sha256 },
      },
    };
  },
});
