import { evidenceKeys } from "@/lib/infra/signing";

/** The public keys that packs and checkpoints are checked with, for anybody; the last one signs. */
export const listPublicKeys = async () => ({
  keys: (await evidenceKeys()).map(({ id, publicKey, createdAt }) => ({
    id,
    algorithm: "Ed25519",
    publicKey,
    createdAt,
  })),
});
