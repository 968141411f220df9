import { blake2b } from "@noble/hashes/blake2.js";
import nacl from "tweetnacl";

/** libsodium's `crypto_box_seal`, which GitHub asks for: nobody but GitHub can open it, in base64. */
export function sealedBox(text: string, publicKey: string): string {
  const to = Buffer.from(publicKey, "base64");
  const from = nacl.box.keyPair();
  const nonce = blake2b(Buffer.concat([from.publicKey, to]), { dkLen: nacl.box.nonceLength });
  const box = nacl.box(Buffer.from(text, "utf8"), nonce, to, from.secretKey);
  return Buffer.concat([from.publicKey, box]).toString("base64");
}
