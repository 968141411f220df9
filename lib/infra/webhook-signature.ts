import { createHmac, randomBytes } from "node:crypto";

/** A signing secret as receivers' libraries take it: whsec_ and 32 random bytes in base64. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/**
 * The value of `webhook-signature`: one HMAC-SHA256 over `id.timestamp.body` for each live secret,
 * as Standard Webhooks 1.0 defines it.
 */
export function webhookSignature(
  secrets: readonly string[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
      const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
      return `v1,${mac.digest("base64")}`;
    })
    .join(" ");
}
