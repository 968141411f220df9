import { baseUrl, env } from "./env";
import { currentKey } from "./keys";
import type { OidcProvider } from "./oidc-providers";

export interface AuthEnvironment {
  secret: string;
  baseUrl: string;
  secureCookies: boolean;
  sessionCookie: string;
  /** Holds the ticket between password and second factor. */
  ticketCookie: string;
  oidc: OidcProvider[];
}

/** Host-bound where the address is https. */
const cookieName = (name: string): string =>
  baseUrl().startsWith("https:") ? `__Host-muster.${name}` : `muster.${name}`;

export const sessionCookieName = (): string => cookieName("session");

/** What sign-in needs of the environment. next-auth takes its own address only from NEXTAUTH_URL. */
export async function authEnvironment(): Promise<AuthEnvironment> {
  process.env.NEXTAUTH_URL = baseUrl();
  return {
    secret: (await currentKey("session")).material,
    baseUrl: baseUrl(),
    secureCookies: baseUrl().startsWith("https:"),
    sessionCookie: sessionCookieName(),
    ticketCookie: cookieName("second-factor"),
    oidc: env().oidcProviders,
  };
}
