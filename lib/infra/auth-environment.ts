import { baseUrl, env } from "./env";
import { currentKey } from "./keys";

export interface AuthEnvironment {
  secret: string;
  baseUrl: string;
  secureCookies: boolean;
  sessionCookie: string;
  /** Holds the ticket between password and second factor. */
  ticketCookie: string;
  oidc: {
    issuer: string;
    clientId: string;
    clientSecret: string;
    name: string;
    newPersonRole: "" | "analyst" | "owner" | "manager" | "auditor";
    /** Whether an address without `email_verified` counts as verified. */
    trustEmail: boolean;
  } | null;
}

/** Host-bound where the address is https. */
const cookieName = (name: string): string =>
  baseUrl().startsWith("https:") ? `__Host-muster.${name}` : `muster.${name}`;

export const sessionCookieName = (): string => cookieName("session");

/** What sign-in needs of the environment. next-auth takes its own address only from NEXTAUTH_URL. */
export async function authEnvironment(): Promise<AuthEnvironment> {
  const {
    MUSTER_OIDC_ISSUER,
    MUSTER_OIDC_CLIENT_ID,
    MUSTER_OIDC_CLIENT_SECRET,
    MUSTER_OIDC_NAME,
    MUSTER_OIDC_ROLE,
    MUSTER_OIDC_TRUST_EMAIL,
  } = env();
  process.env.NEXTAUTH_URL = baseUrl();
  const complete = MUSTER_OIDC_ISSUER && MUSTER_OIDC_CLIENT_ID && MUSTER_OIDC_CLIENT_SECRET;
  return {
    secret: (await currentKey("session")).material,
    baseUrl: baseUrl(),
    secureCookies: baseUrl().startsWith("https:"),
    sessionCookie: sessionCookieName(),
    ticketCookie: cookieName("second-factor"),
    oidc: complete
      ? {
          issuer: MUSTER_OIDC_ISSUER,
          clientId: MUSTER_OIDC_CLIENT_ID,
          clientSecret: MUSTER_OIDC_CLIENT_SECRET,
          name: MUSTER_OIDC_NAME,
          newPersonRole: MUSTER_OIDC_ROLE,
          trustEmail: MUSTER_OIDC_TRUST_EMAIL,
        }
      : null,
  };
}
