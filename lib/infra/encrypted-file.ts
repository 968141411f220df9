import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DomainError } from "../domain/errors";
import { type SealedPlace, seal, unseal } from "./encryption";

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a file with a key of its own and seals that key for `place`: rotating the seal key then
 * rewrites a line instead of the file. `content` is iv, tag and ciphertext.
 */
export async function encryptFile(
  plain: Uint8Array,
  place: SealedPlace,
): Promise<{ content: Buffer<ArrayBuffer>; sealedKey: string }> {
  const key = randomBytes(32);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place.rowId));
  const body = [cipher.update(plain), cipher.final()];
  return {
    content: Buffer.concat([iv, cipher.getAuthTag(), ...body]),
    sealedKey: await seal(key.toString("base64url"), place),
  };
}

/** Opens what `encryptFile` made. Throws `unavailable` when the bytes or the place are not the same. */
export async function decryptFile(
  content: Uint8Array,
  sealedKey: string,
  place: SealedPlace,
): Promise<Buffer> {
  const key = Buffer.from(await unseal(sealedKey, place), "base64url");
  try {
    const decipher = createDecipheriv(algorithm, key, content.subarray(0, ivBytes))
      .setAAD(Buffer.from(place.rowId))
      .setAuthTag(content.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(content.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch {
    throw new DomainError("unavailable", "A stored file was damaged, so it is not given out.");
  }
}
