import { cookies } from "next/headers";
import CredentialsProvider from "next-auth/providers/credentials";
import { DomainError } from "@/lib/domain/errors";
import { passkeyAnswer } from "@/lib/domain/people/passkey-answer";
import { authEnvironment } from "@/lib/infra/auth-environment";
import type { Context } from "@/lib/use-cases/context";
import { beforeCommand } from "@/lib/use-cases/define-command";
import { challengeMs } from "@/lib/use-cases/sessions/challenge";
import {
  SecondFactorDue,
  signInWithPassword,
  signInWithTicket,
} from "@/lib/use-cases/sessions/sign-in";
import { toSafeError } from "./error-response";

type Given = Partial<Record<"email" | "password" | "code" | "passkey", string>>;

const cookieOptions = (secure: boolean) =>
  ({ httpOnly: true, sameSite: "strict", path: "/", secure }) as const;

/** The ticket of a right password that waits for its second factor; empty when there is none. */
export async function heldTicket(): Promise<string> {
  const { ticketCookie } = await authEnvironment();
  return (await cookies()).get(ticketCookie)?.value ?? "";
}

async function keepTicket(ticket: string): Promise<void> {
  const { ticketCookie, secureCookies } = await authEnvironment();
  const options = { ...cookieOptions(secureCookies), maxAge: challengeMs / 1000 };
  (await cookies()).set(ticketCookie, ticket, options);
}

async function forgetTicket(): Promise<void> {
  const { ticketCookie, secureCookies } = await authEnvironment();
  (await cookies()).set(ticketCookie, "", { ...cookieOptions(secureCookies), maxAge: 0 });
}

function passkeyOf(text: string) {
  try {
    const parsed = passkeyAnswer.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to the same refusal.
  }
  throw new DomainError("invalid_input", "The passkey's answer cannot be read. Try again.");
}

async function signIn(ctx: Context, given: Given, userAgent: string | null) {
  if (given.password) {
    const { email = "", password, code = "" } = given;
    return signInWithPassword(ctx, { email, password, code, userAgent });
  }
  const { passkey, code = "" } = given;
  const proof = passkey
    ? { passkey: await beforeCommand(ctx, "session.start", () => passkeyOf(passkey)) }
    : { code };
  const started = await signInWithTicket(ctx, { ticket: await heldTicket(), proof, userAgent });
  await forgetTicket();
  return started;
}

/** Password first; then, where the person has one, the second factor with the ticket in the cookie. */
export function credentialsProvider(head: Headers, ctx: Context) {
  return CredentialsProvider({
    credentials: { email: {}, password: {}, code: {}, passkey: {} },
    async authorize(given) {
      const userAgent = head.get("user-agent")?.slice(0, 400) ?? null;
      try {
        const { sessionId } = await signIn(ctx, given ?? {}, userAgent);
        return { id: sessionId };
      } catch (error) {
        if (error instanceof SecondFactorDue) await keepTicket(error.ticket);
        throw new Error(toSafeError(error, ctx.requestId).message, { cause: error });
      }
    },
  });
}
