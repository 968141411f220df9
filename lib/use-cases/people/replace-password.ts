import { DomainError } from "@/lib/domain/errors";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import type { Tx } from "@/lib/infra/db";
import { hashPassword } from "@/lib/infra/password";

interface NewPassword {
  password: string;
  /** The input that a refused password is told at. */
  field: string;
  /** Kept with the sessions that end. */
  because: string;
  keepSession?: string;
  now: Date;
}

/** Makes links to a new password worthless that this person was given and did not use. */
export async function endSignInLinks(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx.invitation.updateMany({
    where: { personId, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
}

/**
 * Gives a person another password. Their sessions, their sign-ins that wait for a second factor and
 * their open links end; second factors stay. Returns how many sessions ended; throws `invalid_input`.
 */
export async function replacePassword(
  tx: Tx,
  { id: personId, email }: { id: string; email: string },
  { password, field, because, keepSession, now }: NewPassword,
): Promise<number> {
  const problem = passwordProblem(password, email);
  if (problem) {
    throw new DomainError("invalid_input", `${problem}.`, { fields: { [field]: problem } });
  }
  const passwordHash = await hashPassword(password);
  await tx.person.update({ where: { id: personId }, data: { passwordHash } });
  await tx.challenge.deleteMany({ where: { personId, purpose: "second-factor" } });
  await endSignInLinks(tx, personId, now);
  const ended = await tx.session.updateMany({
    where: { personId, endedAt: null, ...(keepSession ? { id: { not: keepSession } } : {}) },
    data: { endedAt: now, endedBecause: because },
  });
  return ended.count;
}
