import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { sourceOrRefuse } from "./start-run";

/** Takes a file away from a source. What only this file lists goes missing with the next sync. */
export const removeFile = defineCommand({
  name: "source.remove-file",
  event: "source.file-removed",
  permission: "source:upload",
  input: z.strictObject({ sourceId: z.uuid(), fileId: z.uuid() }),
  run: async ({ tx, input }) => {
    const source = await sourceOrRefuse(tx, input.sourceId);
    const file = await tx.upload.findFirst({
      where: { id: input.fileId, sourceId: source.id },
      select: { id: true, name: true, kind: true, bytes: true, sha256: true },
    });
    if (!file) throw new DomainError("not_found", "This file is not here any more.");
    await tx.upload.delete({ where: { id: file.id } });
    const left = await tx.upload.count({ where: { sourceId: source.id } });
    return {
      result: { left },
      audit: {
        targetType: "source",
        targetId: source.id,
        detail: { file: file.name, kind: file.kind, bytes: file.bytes, sha256: file.sha256 },
      },
    };
  },
});
