import { blake2b } from "@noble/hashes/blake2.js";
import nacl from "tweetnacl";

const pair = nacl.box.keyPair();

/** The key that the stand-in asks secrets to be sealed for. */
export const sealingKey = {
  key_id: "568250167242549743",
  key: Buffer.from(pair.publicKey).toString("base64"),
};

/** Opens a sealed box of libsodium; throws when it was made for another key. */
export function openSealedBox(sealed: string, of: nacl.BoxKeyPair = pair): string {
  const whole = Buffer.from(sealed, "base64");
  const from = whole.subarray(0, nacl.box.publicKeyLength);
  const nonce = blake2b(Buffer.concat([from, of.publicKey]), { dkLen: nacl.box.nonceLength });
  const box = whole.subarray(nacl.box.publicKeyLength);
  const opened = nacl.box.open(box, nonce, from, of.secretKey);
  if (!opened) throw new TypeError("The box was sealed for another key.");
  return Buffer.from(opened).toString("utf8");
}
