import type { PasskeyAnswer } from "@/lib/domain/people/passkey-answer";
import { db, type Tx } from "@/lib/infra/db";
import {
  type PasskeyOptions,
  passkeyOptions,
  relyingParty,
  verifyPasskey,
} from "@/lib/infra/passkey";
import { useRecoveryCode } from "../people/recovery-code";
import { useTotpCode } from "../people/totp-code";
import { issueChallenge, spendChallenge } from "./challenge";

/** What a person can prove a second factor with. */
export interface SecondFactors {
  app: boolean;
  passkeys: boolean;
  recoveryCodes: boolean;
}

type Rows = Pick<Tx, "person" | "passkey" | "recoveryCode">;

export async function secondFactorsOf(tx: Rows, personId: string): Promise<SecondFactors> {
  const [person, passkeys, codes] = await Promise.all([
    tx.person.findUniqueOrThrow({ where: { id: personId } }),
    tx.passkey.count({ where: { personId } }),
    tx.recoveryCode.count({ where: { personId, usedAt: null } }),
  ]);
  return {
    app: person.totpConfirmedAt !== null,
    passkeys: passkeys > 0,
    recoveryCodes: codes > 0,
  };
}

export const hasSecondFactor = (has: SecondFactors): boolean => has.app || has.passkeys;

interface Asking {
  personId: string;
  purpose: "passkey-sign-in" | "passkey-step-up";
  boundTo: string;
}

/** What the browser needs to ask one of this person's passkeys, or null where it has none to ask. */
export async function askPasskey(
  tx: Tx,
  asking: Asking,
  now: Date,
): Promise<PasskeyOptions | null> {
  const party = relyingParty();
  const known = await tx.passkey.findMany({ where: { personId: asking.personId } });
  if (!party || known.length === 0) return null;
  return passkeyOptions(party, await issueChallenge(tx, asking, now), known);
}

export type Proof = { code: string } | { passkey: PasskeyAnswer };

export type Verdict =
  | { proven: true; assuranceLevel: 2 | 3; method: string }
  | { proven: false; because: string };

const refused = (because: string): Verdict => ({ proven: false, because });

/**
 * Whether the proof is right, using it up whatever happens next: it runs outside any transaction, so
 * that a refusal that rolls back cannot bring a code or challenge back to life.
 */
export async function proveSecondFactor(asking: Asking, proof: Proof, now: Date): Promise<Verdict> {
  return "passkey" in proof
    ? provePasskey(asking, proof.passkey, now)
    : proveCode(asking.personId, proof.code, now);
}

async function proveCode(personId: string, code: string, now: Date): Promise<Verdict> {
  const person = await db().person.findUniqueOrThrow({ where: { id: personId } });
  if (person.totpConfirmedAt && (await useTotpCode(db(), personId, code, now))) {
    return { proven: true, assuranceLevel: 2, method: "authenticator app" };
  }
  if (await useRecoveryCode(db(), personId, code, now)) {
    return { proven: true, assuranceLevel: 2, method: "recovery code" };
  }
  return refused("The code is not right or was used already.");
}

async function provePasskey(asking: Asking, answer: PasskeyAnswer, now: Date): Promise<Verdict> {
  const party = relyingParty();
  const row = await db().passkey.findFirst({
    where: { personId: asking.personId, credentialId: answer.id },
  });
  if (!party || !row) return refused("This passkey is not one of yours.");
  const signed = await verifyPasskey(party, answer, row, (value) =>
    spendChallenge(db(), asking, value, now),
  );
  if (!signed) return refused("The passkey's answer is not right or came too late. Try again.");
  const counter = BigInt(signed.counter);
  const used = await db().passkey.updateMany({
    // Authenticators without a counter send zero for ever; any other must grow.
    where: { id: row.id, ...(counter === 0n ? { counter: 0n } : { counter: { lt: counter } }) },
    data: { counter, lastUsedAt: now },
  });
  if (used.count !== 1) {
    return refused(
      "This passkey sent a counter that it had sent before, as a copy of it would. Remove it and add it anew.",
    );
  }
  return { proven: true, assuranceLevel: row.hardwareBound ? 3 : 2, method: "passkey" };
}
