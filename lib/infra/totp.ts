import { generateSecret, generateURI, verifySync } from "otplib";
import QRCode from "qrcode";

/** A neighbouring period is accepted too: clocks of phones differ. */
const toleranceSeconds = 30;

/** A new seed of 160 bits in base 32. */
export const newTotpSeed = (): string => generateSecret();

/** The period in which the code was right, or null. The caller refuses a period that was used before. */
export function totpStep(seed: string, code: string, now: Date): number | null {
  const digits = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const found = verifySync({
    secret: seed,
    token: digits,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: toleranceSeconds,
  });
  return found.valid && "timeStep" in found ? found.timeStep : null;
}

/** The seed as a QR code (SVG) that authenticator apps read. */
export const totpQrCode = (seed: string, email: string): Promise<string> =>
  QRCode.toString(generateURI({ issuer: "Muster", label: email, secret: seed }), {
    type: "svg",
    margin: 1,
  });
