import { createHash, generateKeyPairSync, sign } from "node:crypto";

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (at: Date): Buffer =>
  der(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`));
const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${(content.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END ${label}-----\n`;

const sha256WithRsa = sequence(oid("2a864886f70d01010b"), der(0x05));
const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));

export interface OwnCertificate {
  certificate: string;
  privateKey: string;
  /** SHA-1 of the certificate, as Graph keeps it. */
  thumbprint: string;
}

/** A certificate of one's own making, as people upload one to an app registration. */
export function ownCertificate(
  name: string,
  until = new Date(Date.now() + 365 * 86_400_000),
): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const subject = commonName(name);
  const body = sequence(
    der(0x02, Buffer.from([7])),
    sha256WithRsa,
    subject,
    sequence(utcTime(new Date(Date.UTC(2024, 0, 1))), utcTime(until)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  return {
    certificate: pem("CERTIFICATE", whole),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    thumbprint: createHash("sha1").update(whole).digest("base64"),
  };
}
