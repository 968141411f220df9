import { constants, createPrivateKey, randomUUID, sign, X509Certificate } from "node:crypto";
import { ConnectorError } from "../contract";

const wrong = (message: string): ConnectorError => new ConnectorError("unauthorized", message);
const lines = (pem: string): string => pem.replaceAll(String.raw`\n`, "\n");
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function certificateOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(lines(pem));
  } catch {
    throw wrong("The certificate cannot be read: paste the whole PEM, from BEGIN to END.");
  }
}

function privateKeyOf(pem: string) {
  try {
    return createPrivateKey(lines(pem));
  } catch {
    throw wrong("The private key cannot be read: paste the whole PEM, without a passphrase.");
  }
}

/** Proves by a certificate who we are: a token of ten minutes that only its private key can sign. */
export function clientAssertion(
  proof: { certificate: string; privateKey: string },
  of: { clientId: string; audience: string; now: Date },
): string {
  const certificate = certificateOf(proof.certificate);
  const key = privateKeyOf(proof.privateKey);
  if (key.asymmetricKeyType !== "rsa" || !certificate.checkPrivateKey(key))
    throw wrong(
      "The private key does not belong to the certificate: both must be of one RSA pair.",
    );
  if (certificate.validToDate.getTime() <= of.now.getTime())
    throw wrong(
      `The certificate expired on ${certificate.validToDate.toISOString().slice(0, 10)}.`,
    );
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex");
  const seconds = Math.floor(of.now.getTime() / 1000);
  const head = part({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint.toString("base64url") });
  const claims = part({
    aud: of.audience,
    iss: of.clientId,
    sub: of.clientId,
    jti: randomUUID(),
    nbf: seconds - 60,
    iat: seconds,
    exp: seconds + 600,
  });
  const signature = sign("sha256", Buffer.from(`${head}.${claims}`), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return `${head}.${claims}.${signature.toString("base64url")}`;
}
