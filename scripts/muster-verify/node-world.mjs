// SHA-256, Ed25519 and files of Node, for the verifier.
import { createHash, createPublicKey, verify } from "node:crypto";
import { open } from "node:fs/promises";

export const nodeWorld = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  verify: (publicKey, message, signature) => {
    try {
      const x = Buffer.from(publicKey, "hex").toString("base64url");
      const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
      return verify(null, message, key, Buffer.from(signature, "hex"));
    } catch {
      return false;
    }
  },
};

/** A pack in memory. */
export const packOfBytes = (bytes) => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(Math.max(0, offset), Math.max(0, offset + length)),
});

/** A pack on disk, of which only what is asked for is read. */
export async function packOfFile(path) {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return {
    size,
    close: () => file.close(),
    async read(offset, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Math.max(0, offset));
      return bytes.subarray(0, bytesRead);
    },
  };
}
