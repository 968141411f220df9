import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify as verifyBytes,
} from "node:crypto";
import { currentKey, keyRing } from "./keys";

/** A public key that evidence is checked with; 32 bytes in hex. */
export interface EvidenceKey {
  id: string;
  publicKey: string;
  createdAt: string;
}

/** What stands before the 32 bytes of a seed in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

const privateKeyOf = (material: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([pkcs8Head, Buffer.from(material, "base64url")]),
    format: "der",
    type: "pkcs8",
  });

const publicHexOf = (material: string): string => {
  const { x = "" } = createPublicKey(privateKeyOf(material)).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("hex");
};

/** Every evidence key this installation ever had, oldest first; the last one signs. */
export async function evidenceKeys(): Promise<EvidenceKey[]> {
  const { keys } = await keyRing();
  return keys
    .filter((key) => key.purpose === "evidence")
    .map(({ id, material, createdAt }) => ({ id, publicKey: publicHexOf(material), createdAt }));
}

export interface EvidenceSigner {
  keyId: string;
  publicKey: string;
  /** Ed25519 over the text, in hex. */
  sign(this: void, text: string): string;
}

export async function evidenceSigner(): Promise<EvidenceSigner> {
  const key = await currentKey("evidence");
  const secret = privateKeyOf(key.material);
  return {
    keyId: key.id,
    publicKey: publicHexOf(key.material),
    sign: (text) => sign(null, Buffer.from(text), secret).toString("hex"),
  };
}

/** Whether the Ed25519 signature over the text was made with that public key. Never throws. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const x = Buffer.from(publicKey, "hex").toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verifyBytes(null, Buffer.from(text), key, Buffer.from(signature, "hex"));
  } catch {
    return false;
  }
}
