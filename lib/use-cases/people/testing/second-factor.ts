import { anonymousContext } from "@/lib/testing/context";
import type { Context } from "../../context";
import { actorOfSession } from "../../sessions/check-session";
import { offerSecondFactor, SecondFactorDue, signInWithPassword } from "../../sessions/sign-in";

export const email = "ada@muster.example";
export const password = "a quiet river bends";
export const start = new Date();
export const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

export async function contextOf(sessionId: string, now: Date): Promise<Context> {
  const actor = await actorOfSession(sessionId, now);
  if (!actor) throw new Error("no session");
  return { ...anonymousContext(now), actor };
}

let visitors = 0;
/** Somebody from an address of their own: guesses are counted by address. */
export const visitor = (now: Date): Context => ({
  ...anonymousContext(now),
  ip: `10.1.0.${++visitors}`,
});

/** The ticket of a sign-in whose password was right. */
export async function ticketAt(now: Date): Promise<string> {
  const asked = await signInWithPassword(visitor(now), {
    email,
    password,
    userAgent: null,
  }).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(asked instanceof SecondFactorDue)) throw new Error("no second factor asked");
  return asked.ticket;
}

export async function offeredChallenge(ticket: string, now: Date): Promise<string> {
  const offer = await offerSecondFactor(anonymousContext(now), { ticket });
  return offer.passkey?.challenge ?? "";
}
