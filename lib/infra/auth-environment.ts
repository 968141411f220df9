import { baseUrl, env } from "./env";
import { currentKey } from "./keys";

export interface AuthEnvironment {
  secret: string;
  baseUrl: string;
  secureCookies: boolean;
  sessionCookie: string;
  oidc: {
    issuer: string;
    clientId: string;
    clientSecret: string;
    name: string;
    newPersonRole: string;
  } | null;
}

/** The name of the session cookie: host-bound where the address is https. */
export const sessionCookieName = (): string =>
  baseUrl().startsWith("https:") ? "__Host-muster.session" : "muster.session";

/** What sign-in needs of the environment. next-auth takes its own address only from NEXTAUTH_URL. */
export async function authEnvironment(): Promise<AuthEnvironment> {
  const {
    MUSTER_OIDC_ISSUER,
    MUSTER_OIDC_CLIENT_ID,
    MUSTER_OIDC_CLIENT_SECRET,
    MUSTER_OIDC_NAME,
    MUSTER_OIDC_ROLE,
  } = env();
  process.env.NEXTAUTH_URL = baseUrl();
  const complete = MUSTER_OIDC_ISSUER && MUSTER_OIDC_CLIENT_ID && MUSTER_OIDC_CLIENT_SECRET;
  return {
    secret: (await currentKey("session")).material,
    baseUrl: baseUrl(),
    secureCookies: baseUrl().startsWith("https:"),
    sessionCookie: sessionCookieName(),
    oidc: complete
      ? {
          issuer: MUSTER_OIDC_ISSUER,
          clientId: MUSTER_OIDC_CLIENT_ID,
          clientSecret: MUSTER_OIDC_CLIENT_SECRET,
          name: MUSTER_OIDC_NAME,
          newPersonRole: MUSTER_OIDC_ROLE,
        }
      : null,
  };
}
