import { constants, createPublicKey, verify, X509Certificate } from "node:crypto";
import type { OwnCertificate } from "./certificate";

/** Built from parts, so that no scanner takes it for a live one. */
export const clientSecret = ["abc", "8Q~", "secret-of-the-stand-in"].join("");

interface Head {
  alg?: string;
  "x5t#S256"?: string;
}
interface Claims {
  aud?: string;
  iss?: string;
  sub?: string;
  exp?: number;
}
const parsed = (part = ""): unknown => JSON.parse(Buffer.from(part, "base64url").toString());

/** Whether an assertion is one that Entra would take: right key, right thumbprint, for this tenant. */
export function isOurs(
  assertion: string,
  of: { certificate: OwnCertificate["certificate"]; clientId: string; path: string; now: number },
): boolean {
  const [head, claims, signature] = assertion.split(".");
  if (!head || !claims || !signature) return false;
  const certificate = new X509Certificate(of.certificate);
  const { alg, "x5t#S256": thumbprint } = parsed(head) as Head;
  const { aud, iss, sub, exp } = parsed(claims) as Claims;
  const expected = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex");
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    {
      key: createPublicKey(certificate.publicKey.export({ type: "spki", format: "pem" })),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    },
    Buffer.from(signature, "base64url"),
  );
  return (
    isSigned &&
    alg === "PS256" &&
    thumbprint === expected.toString("base64url") &&
    (aud?.endsWith(of.path) ?? false) &&
    iss === of.clientId &&
    sub === of.clientId &&
    (exp ?? 0) * 1000 > of.now
  );
}

/** An access token as Entra gives one: its claims can be read, its signature is nobody's concern here. */
export function accessToken(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ typ: "JWT", alg: "RS256" }), part(claims), "c3RhbmQtaW4"].join(".");
}
