import { z } from "zod";
import { canonicalJson } from "../canonical-json";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The head of the audit log at one moment, signed: kept elsewhere, it shows what was cut off since. */
export const checkpointSchema = z.strictObject({
  format: z.literal("muster-audit-checkpoint-1"),
  at: z.iso.datetime(),
  /** How many entries the log had. */
  size: z.string().regex(/^\d{1,19}$/),
  /** The seal (HMAC) of the last one. */
  hash,
  /** The plain SHA-256 chain over all entries, which needs no key to recompute. */
  digest: hash,
  keyId: z.string().min(1).max(60),
  publicKey: hash,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** What a checkpoint's signature covers. */
export const checkpointStatement = (checkpoint: Omit<Checkpoint, "signature">): string => {
  const { format, at, size, hash: seal, digest, keyId, publicKey } = checkpoint;
  return canonicalJson({ format, at, size, hash: seal, digest, keyId, publicKey });
};
