import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { DomainError } from "../domain/errors";
import { currentKey, keyById, keyRing } from "./keys";

/**
 * Where a sealed value lives. It is bound into the ciphertext, so that a value copied to another
 * row or column does not open.
 */
export interface SealedPlace {
  table: string;
  column: string;
  rowId: string;
}

const bind = (place: SealedPlace): string => `${place.table}|${place.column}|${place.rowId}`;
const decode = (material: string): Uint8Array => Buffer.from(material, "base64url");

/** Seals text as JWE (dir, A256GCM) with the key's id and the place in the protected header. */
export async function seal(plain: string, place: SealedPlace): Promise<string> {
  const key = await currentKey("seal");
  return new CompactEncrypt(new TextEncoder().encode(plain))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: key.id, place: bind(place) })
    .encrypt(decode(key.material));
}

/** The id of the key that opens the value; empty when its envelope cannot be read. */
export function sealedKeyId(sealed: string): string {
  try {
    return decodeProtectedHeader(sealed).kid ?? "";
  } catch {
    return "";
  }
}

/** Opens a sealed value. Throws unless the key is known and the value belongs to this place. */
export async function unseal(sealed: string, place: SealedPlace): Promise<string> {
  const kid = sealedKeyId(sealed);
  if (kid === "") {
    throw new DomainError("unavailable", `A sealed value at ${bind(place)} was damaged.`);
  }
  const key = await keyById(kid);
  if (!key) {
    const knownIds = (await keyRing()).keys.filter((k) => k.purpose === "seal").map((k) => k.id);
    throw new DomainError(
      "unavailable",
      `A sealed value needs key ${kid}, which is not in the key ring (known: ${knownIds.join(", ")}). Restore the key file that belongs to this database.`,
    );
  }
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, decode(key.material), {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  }).catch(() => {
    throw new DomainError("unavailable", `A sealed value at ${bind(place)} was damaged.`);
  });
  if (protectedHeader.place !== bind(place)) {
    throw new DomainError("unavailable", `A sealed value at ${bind(place)} belongs elsewhere.`);
  }
  return new TextDecoder().decode(plaintext);
}
