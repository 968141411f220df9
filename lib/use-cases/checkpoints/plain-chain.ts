import { DomainError } from "@/lib/domain/errors";
import { type Checkpoint, checkpointStatement } from "@/lib/domain/evidence-pack/checkpoint";
import { db } from "@/lib/infra/db";
import { chainStart, rowLink } from "@/lib/infra/member-file";
import { evidenceKeys, isSignedBy } from "@/lib/infra/signing";
import { entryLine, sealedRowsBetween } from "../audit-log/sealed-rows";

interface StoredCheckpoint {
  at: Date;
  size: bigint;
  hash: string;
  digest: string;
  keyId: string;
  publicKey: string;
  signature: string;
}

/** A checkpoint as it leaves the house. */
export const toCheckpoint = (row: StoredCheckpoint): Checkpoint => ({
  format: "muster-audit-checkpoint-1",
  at: row.at.toISOString(),
  size: row.size.toString(),
  hash: row.hash,
  digest: row.digest,
  keyId: row.keyId,
  publicKey: row.publicKey,
  signature: row.signature,
});

/** Why a checkpoint proves nothing, or null when one of our keys signed it. */
export async function whyNotOurs(checkpoint: Checkpoint): Promise<string | null> {
  const { keyId, publicKey, signature } = checkpoint;
  const known = (await evidenceKeys()).some(
    (key) => key.id === keyId && key.publicKey === publicKey,
  );
  if (!known) return `it was signed with ${keyId}, which is not in the key file`;
  const isSigned = isSignedBy(publicKey, checkpointStatement(checkpoint), signature);
  return isSigned ? null : "its signature does not fit";
}

/**
 * The plain SHA-256 chain over the first `size` entries. Goes on from the last checkpoint before
 * them, whose signature is checked first, so that five minutes of entries are read and not all.
 */
export async function digestAt(size: bigint): Promise<string> {
  const before = await db().auditCheckpoint.findFirst({
    where: { size: { lte: size, gt: 0 } },
    orderBy: [{ size: "desc" }, { at: "desc" }],
  });
  if (before) {
    const why = await whyNotOurs(toCheckpoint(before));
    if (why)
      throw new DomainError(
        "unavailable",
        `The checkpoint of ${before.at.toISOString()} was altered: ${why}.`,
      );
  }
  let digest = before?.digest ?? chainStart;
  for await (const rows of sealedRowsBetween((before?.size ?? 0n) + 1n, size)) {
    for (const row of rows) digest = rowLink(digest, entryLine(row));
  }
  return digest;
}
