import { X509Certificate } from "node:crypto";
import { isoDate } from "./text";

/** The public facts of a PEM certificate (the first one of a bundle), or null when it is none. */
export function readCertificate(
  pem: string,
): { subject: string; notBefore: string; notAfter: string; fingerprint: string } | null {
  try {
    const certificate = new X509Certificate(pem);
    const notBefore = isoDate(certificate.validFrom);
    const notAfter = isoDate(certificate.validTo);
    if (notBefore === null || notAfter === null) return null;
    const commonName = certificate.subject.split("\n").find((part) => part.startsWith("CN="));
    return {
      subject: commonName?.slice(3) ?? "Certificate",
      notBefore,
      notAfter,
      fingerprint: certificate.fingerprint256,
    };
  } catch {
    return null;
  }
}
