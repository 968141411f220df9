import type { Tx } from "@/lib/infra/db";
import { unseal } from "@/lib/infra/encryption";
import { totpStep } from "@/lib/infra/totp";

export const totpPlace = (personId: string) => ({
  table: "person",
  column: "totp_sealed",
  rowId: personId,
});

/**
 * Whether the code is right, using it up: of two requests with the same code one wins, and an
 * earlier code never works after a later one.
 */
export async function useTotpCode(
  tx: Pick<Tx, "person">,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const person = await tx.person.findUnique({ where: { id: personId } });
  if (!person?.totpSealed) return false;
  const step = totpStep(await unseal(person.totpSealed, totpPlace(personId)), code, now);
  if (step === null) return false;
  const used = await tx.person.updateMany({
    where: {
      id: personId,
      OR: [{ totpLastStep: null }, { totpLastStep: { lt: BigInt(step) } }],
    },
    data: { totpLastStep: BigInt(step) },
  });
  return used.count === 1;
}
