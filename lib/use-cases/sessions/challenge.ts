import type { Tx } from "@/lib/infra/db";
import { linkToken, sha256 } from "@/lib/infra/one-time-token";

/** Five minutes from asking to answering. */
export const challengeMs = 5 * 60_000;

interface Asked {
  personId: string;
  purpose: "second-factor" | "passkey-sign-in" | "passkey-step-up" | "passkey-register";
  /** The session, or the hash of the sign-in's ticket, that alone may answer. */
  boundTo: string;
}

type Rows = Pick<Tx, "challenge">;

/** A random value that must come back once and soon. Only its hash is kept. */
export async function issueChallenge(tx: Rows, asked: Asked, now: Date): Promise<string> {
  const value = linkToken();
  await tx.challenge.deleteMany({
    where: { personId: asked.personId, expiresAt: { lt: now } },
  });
  const expiresAt = new Date(now.getTime() + challengeMs);
  await tx.challenge.create({ data: { ...asked, valueHash: sha256(value), expiresAt } });
  return value;
}

/** Uses the value up. Of two answers one is first; a late or foreign one is refused. */
export async function spendChallenge(
  tx: Rows,
  asked: Asked,
  value: string,
  now: Date,
): Promise<boolean> {
  const spent = await tx.challenge.updateMany({
    where: { ...asked, valueHash: sha256(value), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return spent.count === 1;
}
