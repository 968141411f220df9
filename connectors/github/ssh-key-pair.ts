import { generateKeyPairSync, randomBytes } from "node:crypto";

const type = "ssh-ed25519";
const cipherBlock = 8;

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const field = (bytes: Uint8Array | string): Buffer => {
  const whole = Buffer.from(bytes);
  return Buffer.concat([number(whole.length), whole]);
};
const padded = (bytes: Buffer): Buffer => {
  const missing = (cipherBlock - (bytes.length % cipherBlock)) % cipherBlock;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, at) => at + 1))]);
};

/**
 * A new Ed25519 pair: the line for `authorized_keys` and the private key in OpenSSH's own format
 * (PROTOCOL.key), since `ssh` does not read Ed25519 in PKCS #8.
 */
export function newSshKeyPair(comment: string): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [publicPart, seed] = [pair.x, pair.d].map((part) => Buffer.from(part ?? "", "base64url"));
  if (!publicPart || !seed) throw new TypeError("The key pair has no parts.");
  const blob = Buffer.concat([field(type), field(publicPart)]);
  const check = randomBytes(4);
  const kept = [check, check, blob, field(Buffer.concat([seed, publicPart])), field(comment)];
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map(field),
    number(1),
    field(blob),
    field(padded(Buffer.concat(kept))),
  ]);
  const lines = whole.toString("base64").match(/.{1,70}/g) ?? [];
  const label = "OPENSSH PRIVATE KEY";
  return {
    publicKey: `${type} ${blob.toString("base64")}`,
    privateKey: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n"),
  };
}
