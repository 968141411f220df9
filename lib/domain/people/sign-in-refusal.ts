import { DomainError } from "../errors";

/** Why a sign-in through a provider came to nothing: the code in the address, and what the page says. */
const sentences = {
  AccountDisabled: "This account is disabled. Ask an administrator.",
  AddressTaken:
    "Another account of this provider signs in with your e-mail address. Ask an administrator.",
  AddressUnverified:
    "Your provider does not say that your e-mail address is verified, so Muster cannot tell who you are. Ask an administrator.",
  NotKnown: "You are not known here yet. Ask an administrator for an invitation.",
  Unavailable: "The database does not answer. Nothing was changed; try again in a moment.",
  // next-auth's own.
  OAuthCallback: "The sign-in provider refused. Try again, or ask an administrator.",
  OAuthSignin: "The sign-in provider cannot be reached. Try again in a moment.",
  Callback: "The sign-in provider's answer cannot be used. Try again, or ask an administrator.",
} as const;

type SignInRefusalCode = keyof typeof sentences;

export class SignInRefused extends DomainError {
  constructor(readonly refusal: SignInRefusalCode) {
    super("forbidden", sentences[refusal]);
  }
}

/** Anybody can write an address, so a code that is not ours gets one sentence and is not repeated. */
export const refusalSentence = (code: string): string =>
  Object.hasOwn(sentences, code)
    ? sentences[code as SignInRefusalCode]
    : "The sign-in did not work. Try again, or ask an administrator.";
