import { createHash } from "node:crypto";
import { z } from "zod";
import type { Manifest } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { db, sql, type Tx } from "@/lib/infra/db";
import { parseInput } from "../define-command";

export const mostFileBytes = 50 * 1024 * 1024;
/** All files of a source together: each sync looks through every one of them. */
const mostBytesTogether = 1024 * 1024 * 1024;
const givenFiles = z
  .array(
    z.object({
      name: z.string().min(1).max(300),
      kind: z.string().max(100).optional(),
      text: z.string(),
    }),
  )
  .max(200);

/** The field of a configuration that holds files, where the connector is fed by files. */
const fileFieldOf = (manifest: Manifest): string | undefined =>
  manifest.fields.find((field) => field.input === "file")?.name;

/** Splits the files off a configuration: they are stored as uploads, never in the source's row. */
export function splitFiles(manifest: Manifest, config: Record<string, unknown>) {
  const field = fileFieldOf(manifest);
  if (field === undefined) return { isFedByFiles: false, rest: config, files: [] };
  const { [field]: files, ...rest } = config;
  return { isFedByFiles: true, rest, files: parseInput(givenFiles, files ?? []) };
}

/** Settings beside the files, parsed before there is any: a file of no content stands in for them. */
export function parseBesideFiles(
  manifest: Manifest,
  rest: Record<string, unknown>,
): Record<string, unknown> {
  const field = fileFieldOf(manifest) ?? "";
  const none = [{ name: "none", text: "" }];
  const parsed = parseInput(manifest.config, { ...rest, [field]: none }) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== field));
}

/** Stores a file of a source; it replaces the one of the same name. */
export async function storeFile(
  tx: Tx,
  sourceId: string,
  file: { name: string; kind: string; content: Uint8Array },
): Promise<{ uploadId: string; sha256: string }> {
  const { name, kind, content } = file;
  if (content.byteLength === 0) throw new DomainError("invalid_input", "The file is empty.");
  if (content.byteLength > mostFileBytes) {
    throw new DomainError("too_large", "The file is larger than 50 MB. Nothing was kept.");
  }
  const sha256 = createHash("sha256").update(content).digest("hex");
  await tx.upload.deleteMany({ where: { sourceId, name } });
  const { _sum: sum } = await tx.upload.aggregate({ where: { sourceId }, _sum: { bytes: true } });
  if ((sum.bytes ?? 0) + content.byteLength > mostBytesTogether) {
    throw new DomainError(
      "too_large",
      "The files of this source would be larger than 1 GB together. Nothing was kept; take away files that newer ones replace, or make a source for each group of accounts.",
    );
  }
  const upload = await tx.upload.create({
    data: {
      sourceId,
      name,
      kind,
      bytes: content.byteLength,
      sha256,
      content: Buffer.from(content),
    },
    select: { id: true },
  });
  return { uploadId: upload.id, sha256 };
}

/** Refuses to read a source that waits for its first file, or whose last one was taken away. */
export async function refuseWithoutFiles(
  tx: Tx,
  manifest: Manifest,
  sourceId: string,
): Promise<void> {
  if (fileFieldOf(manifest) === undefined) return;
  if ((await tx.upload.count({ where: { sourceId } })) === 0) throw noFiles();
}

const noFiles = (): DomainError =>
  new DomainError(
    "conflict",
    "This source has no file to read. Upload one first; what was read before is kept.",
  );

/** The stored files as the connector's configuration expects them. */
export async function withFiles(
  manifest: Manifest,
  sourceId: string,
  config: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const field = fileFieldOf(manifest);
  if (field === undefined) return config;
  const uploads = await db().upload.findMany({
    where: { sourceId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    omit: { content: true },
  });
  if (uploads.length === 0) throw noFiles();
  const files = uploads.map(({ id, name, kind, bytes, sha256, createdAt }) => ({
    name,
    ...(kind === "" || kind === "file" ? {} : { kind }),
    at: createdAt.toISOString(),
    bytes,
    sha256,
    read: () => contentOf(id, bytes),
  }));
  return { ...config, [field]: files };
}

/** The database sends bytes as text of twice their length: a file in one answer costs thrice its size. */
const pieceBytes = 8 * 1024 * 1024;

async function contentOf(uploadId: string, bytes: number): Promise<Uint8Array> {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += pieceBytes) {
    const [row] = await sql<{ piece: Buffer }>(
      "SELECT substring(content FROM $2::int FOR $3::int) AS piece FROM upload WHERE id = $1",
      [uploadId, at + 1, pieceBytes],
    );
    if (!row) {
      throw new DomainError("conflict", "A file was taken away while it was read. Sync again.");
    }
    content.set(row.piece, at);
  }
  return content;
}
