import { z } from "zod";

const base64url = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[\w-]+$/);
const outer = {
  id: base64url.max(1_400),
  rawId: base64url.max(1_400),
  type: z.literal("public-key"),
  // Extensions are not asked for, so what a browser adds here decides nothing.
  clientExtensionResults: z.unknown().transform(() => ({})),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional().catch(undefined),
};

/** What a browser gives back for a new passkey. Fields that nobody reads are dropped. */
export const newPasskeyAnswer = z.object({
  ...outer,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** What a browser gives back when a passkey signed a challenge. */
export const passkeyAnswer = z.object({
  ...outer,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((value) => value ?? undefined),
  }),
});
export type NewPasskeyAnswer = z.output<typeof newPasskeyAnswer>;
export type PasskeyAnswer = z.output<typeof passkeyAnswer>;
