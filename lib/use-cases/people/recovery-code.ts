import type { Tx } from "@/lib/infra/db";
import { recoveryCodeHash } from "@/lib/infra/one-time-token";

/** Whether the code is one of this person's that is left, using it up: of two requests one wins. */
export async function useRecoveryCode(
  tx: Pick<Tx, "recoveryCode">,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const used = await tx.recoveryCode.updateMany({
    where: { personId, codeHash: recoveryCodeHash(code), usedAt: null },
    data: { usedAt: now },
  });
  return used.count === 1;
}
