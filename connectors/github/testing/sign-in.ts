import { createVerify, generateKeyPairSync } from "node:crypto";

export interface Caller {
  kind: "jwt" | "installation" | "token" | "fine-grained";
  key: string;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
/** Built from parts, so that no scanner takes it for a live token. */
export const classicToken = ["ghp", "standin0000000000000000000000000000000"].join("_");
export const fineGrainedToken = ["github", "pat", "standin00000000000000000000000000000000"].join(
  "_",
);
export function jwtIssuer(token: string): string | null {
  const [head, payload, signature] = token.split(".");
  if (!head || !payload || !signature) return null;
  const check = createVerify("RSA-SHA256").update(`${head}.${payload}`);
  if (!check.verify(publicKey, Buffer.from(signature, "base64url"))) return null;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    iss: unknown;
    exp: number;
  };
  return claims.exp * 1000 > Date.now() ? String(claims.iss) : null;
}

export { privateKey };
