import { getProviders, signIn, type SignInResponse } from "next-auth/react";

const noAnswer = "Muster does not answer. Look at your connection, and try again in a moment.";

export type SignedIn = { ok: true } | { ok: false; problem: string };

/** Without this question next-auth leaves for a page of its own when no answer comes, and what was typed is lost. */
const isThere = async (): Promise<boolean> => (await getProviders()) !== null;

async function answerTo(proof: Record<string, string>): Promise<SignInResponse | undefined> {
  try {
    return await signIn("credentials", { ...proof, redirect: false });
  } catch {
    return undefined;
  }
}

/** Signs in by a password or a second factor and stays on the page; says what is wrong, also when nobody answers. */
export async function signInBy(proof: Record<string, string>): Promise<SignedIn> {
  const answer = (await isThere()) ? await answerTo(proof) : undefined;
  return answer?.ok ? { ok: true } : { ok: false, problem: answer?.error ?? noAnswer };
}

/** Leaves for a provider's sign-in page, or says why not. */
export async function leaveFor(providerId: string, next: string): Promise<string | null> {
  try {
    if (!(await isThere())) return noAnswer;
    await signIn(providerId, { callbackUrl: next });
    return null;
  } catch {
    return noAnswer;
  }
}
