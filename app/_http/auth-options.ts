import type { AuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { SignInRefused } from "@/lib/domain/people/sign-in-refusal";
import { type AuthEnvironment, authEnvironment } from "@/lib/infra/auth-environment";
import { guardedAgent } from "@/lib/infra/guarded-agent";
import { logger } from "@/lib/infra/logger";
import { actorOfSession } from "@/lib/use-cases/sessions/check-session";
import { endSession } from "@/lib/use-cases/sessions/end-session";
import { absoluteMs } from "@/lib/use-cases/sessions/session-rules";
import { signInWithOidc } from "@/lib/use-cases/sessions/sign-in-with-oidc";
import { credentialsProvider } from "./credentials-provider";
import { toSafeError } from "./error-response";
import { strangerContext } from "./refused-request";
import { localPath } from "./sign-in-methods";

/** Discovery, keys and tokens of every provider go through it. */
const agent = guardedAgent();

/** The cause stays in the log; the page says only that it did not work. */
const authLogger: AuthOptions["logger"] = {
  error: (code, told) => {
    const provider = "providerId" in told ? String(told.providerId) : undefined;
    logger.error({ err: "error" in told ? told.error : told, provider, code }, "Sign-in failed");
  },
  warn: (code) => logger.warn({ code }, "Sign-in"),
};

interface OidcProfile {
  iss: string;
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** Missing is not verified: many providers let people type any address. */
const verifiedEmail = (claims: OidcProfile, trusted: boolean): string | null =>
  claims.email_verified === true || (trusted && claims.email_verified === undefined)
    ? (claims.email ?? null)
    : null;

function oidcProvider(oidc: AuthEnvironment["oidc"][number]): OAuthConfig<OidcProfile> {
  return {
    id: oidc.id,
    name: oidc.name,
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    httpOptions: { timeout: 10_000, agent },
    checks: ["pkce", "state", "nonce"],
    profile: (profile) => ({ id: profile.sub }),
  };
}

/** What the sign-in page may be told through its address: one of a few codes, never a sentence. */
function refusalCode(error: unknown, requestId: string): string {
  if (error instanceof SignInRefused) return error.refusal;
  return toSafeError(error, requestId).code === "unavailable" ? "Unavailable" : "Failed";
}

/** next-auth's options for one request. The cookie holds the id of a session row and nothing else. */
export async function authOptions(head: Headers): Promise<AuthOptions> {
  const setting = await authEnvironment();
  return {
    secret: setting.secret,
    logger: authLogger,
    session: { strategy: "jwt", maxAge: absoluteMs / 1000 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: setting.sessionCookie,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: setting.secureCookies },
      },
    },
    providers: [
      credentialsProvider(head, strangerContext(head)),
      ...setting.oidc.map(oidcProvider),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        const oidc = setting.oidc.find((provider) => provider.id === account?.provider);
        if (!account || !oidc) return true;
        const claims = profile as OidcProfile;
        const ctx = strangerContext(head);
        try {
          const { sessionId } = await signInWithOidc(ctx, {
            issuer: oidc.issuer,
            subject: account.providerAccountId,
            verifiedEmail: verifiedEmail(claims, oidc.trustEmail),
            name: claims.name ?? null,
            newPersonRole: oidc.newPersonRole,
            userAgent: head.get("user-agent")?.slice(0, 400) ?? null,
          });
          user.id = sessionId;
          return true;
        } catch (error) {
          return `/sign-in?error=${refusalCode(error, ctx.requestId)}`;
        }
      },
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) => `${setting.baseUrl}${localPath(url)}`,
    },
    events: {
      async signOut({ token }) {
        const sessionId = typeof token.sid === "string" ? token.sid : "";
        const ctx = strangerContext(head);
        const actor = await actorOfSession(sessionId, ctx.now);
        if (actor) await endSession({ ...ctx, actor }, { sessionId });
      },
    },
  };
}
