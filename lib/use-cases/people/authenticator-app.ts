import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { seal } from "@/lib/infra/encryption";
import { newTotpSeed, totpQrCode } from "@/lib/infra/totp";
import { defineCommand } from "../define-command";
import { dropIdleRecoveryCodes } from "./create-recovery-codes";
import { ownSession } from "./own-session";
import { totpPlace, useTotpCode } from "./totp-code";

/** A new seed, shown once as QR code and text; it counts only after its first right code. */
export const beginAuthenticatorApp = defineCommand({
  name: "authenticator-app.begin",
  event: "authenticator-app.begun",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    const { personId } = ownSession(ctx);
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    if (person.totpConfirmedAt) {
      throw new DomainError("conflict", "Remove the authenticator app you have first.");
    }
    const seed = newTotpSeed();
    await tx.person.update({
      where: { id: personId },
      data: { totpSealed: await seal(seed, totpPlace(personId)), totpLastStep: null },
    });
    return {
      result: { seed, qrSvg: await totpQrCode(seed, person.email) },
      audit: { targetType: "person", targetId: personId },
    };
  },
});

/** The first right code makes the app count: from now on sign-in and step-up ask for it. */
export const confirmAuthenticatorApp = defineCommand({
  name: "authenticator-app.confirm",
  event: "authenticator-app.confirmed",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({ code: z.string().max(20) }),
  run: async ({ tx, ctx, input }) => {
    const { personId, sessionId } = ownSession(ctx);
    if (!(await useTotpCode(tx, personId, input.code, ctx.now))) {
      throw new DomainError("invalid_input", "The code is not right. Wait for the next one.", {
        fields: { code: "is not right" },
      });
    }
    await tx.person.update({ where: { id: personId }, data: { totpConfirmedAt: ctx.now } });
    await tx.session.updateMany({
      where: { id: sessionId },
      data: { assuranceLevel: 2, steppedUpAt: ctx.now },
    });
    return { result: null, audit: { targetType: "person", targetId: personId } };
  },
});

/** Forgets the app. Without a passkey sign-in asks for the password alone again. */
export const removeAuthenticatorApp = defineCommand({
  name: "authenticator-app.remove",
  event: "authenticator-app.removed",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    const { personId } = ownSession(ctx);
    await tx.person.update({
      where: { id: personId },
      data: { totpSealed: null, totpConfirmedAt: null, totpLastStep: null },
    });
    await dropIdleRecoveryCodes(tx, personId);
    return { result: null, audit: { targetType: "person", targetId: personId } };
  },
});
