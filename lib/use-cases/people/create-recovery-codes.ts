import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { newRecoveryCode, recoveryCodeHash } from "@/lib/infra/one-time-token";
import { defineCommand } from "../define-command";
import { hasSecondFactor, secondFactorsOf } from "../sessions/second-factor";
import { ownSession } from "./own-session";

const howMany = 10;

/** Ten new codes in this answer and nowhere else; older ones stop working. */
export const createRecoveryCodes = defineCommand({
  name: "recovery-codes.create",
  event: "recovery-codes.created",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    const { personId } = ownSession(ctx);
    if (!hasSecondFactor(await secondFactorsOf(tx, personId))) {
      throw new DomainError(
        "conflict",
        "Recovery codes stand in for a second factor. Add a passkey or an authenticator app first.",
      );
    }
    const codes = Array.from({ length: howMany }, newRecoveryCode);
    await tx.recoveryCode.deleteMany({ where: { personId } });
    await tx.recoveryCode.createMany({
      data: codes.map((code) => ({ personId, codeHash: recoveryCodeHash(code) })),
    });
    return { result: { codes }, audit: { targetType: "person", targetId: personId } };
  },
});

/** Codes that stand in for nothing any more must not stay behind. */
export async function dropIdleRecoveryCodes(tx: Tx, personId: string): Promise<void> {
  if (hasSecondFactor(await secondFactorsOf(tx, personId))) return;
  await tx.recoveryCode.deleteMany({ where: { personId } });
}
