import type { Context } from "../use-cases/context";
import { downloadPack } from "../use-cases/evidence/download-pack";

/** A pack as somebody takes it out. */
export async function downloaded(packId: string, ctx: Context): Promise<Buffer> {
  const { chunks } = await downloadPack(ctx, { packId });
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
