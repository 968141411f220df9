import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { packInput, readablePack } from "./list-packs";

async function* pieces(packId: string, attempt: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; ; n += 1) {
    const [row] = await sql<{ content: Buffer }>(
      "SELECT content FROM evidence_chunk WHERE pack_id = $1 AND attempt = $2 AND n = $3",
      [packId, attempt, n],
    );
    if (!row) return;
    yield row.content;
  }
}

/** A pack as a file; that it was taken is an entry of the audit log. */
export const downloadPack = defineCommand({
  name: "evidence.download",
  event: "evidence.downloaded",
  permission: "evidence:read",
  input: packInput,
  run: async ({ ctx, input }) => {
    const pack = await readablePack(ctx, input.packId);
    if (pack.state !== "done")
      throw new DomainError("conflict", "This pack is not finished. Nothing was downloaded.");
    if (pack.sweptAt)
      throw new DomainError(
        "not_found",
        "The bytes of this pack were removed after 30 days. Export it again.",
      );
    const day = (pack.finishedAt ?? ctx.now).toISOString().slice(0, 10);
    return {
      result: {
        fileName: `muster-evidence-${day}-${pack.id.slice(-8)}.zip`,
        contentType: "application/zip",
        bytes: Number(pack.bytes),
        chunks: pieces(pack.id, pack.attempt),
      },
      audit: { targetType: "evidence_pack", targetId: pack.id, detail: { digest: pack.digest } },
    };
  },
});
