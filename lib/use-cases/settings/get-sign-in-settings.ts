import { z } from "zod";
import { authEnvironment } from "@/lib/infra/auth-environment";
import { env } from "@/lib/infra/env";
import { relyingParty } from "@/lib/infra/passkey";
import { defineQuery } from "../define-query";
import { absoluteMs, idleMs } from "../sessions/session-rules";

export interface SignInSettings {
  baseUrl: string;
  secureCookies: boolean;
  /** The name that passkeys are made for; null where browsers offer none. */
  passkeyHost: string | null;
  trustsProxy: boolean;
  idleMinutes: number;
  absoluteHours: number;
  singleSignOn: {
    id: string;
    name: string;
    issuer: string;
    /** The address to give the provider. */
    redirect: string;
    /** How the names of its variables begin. */
    prefix: string;
    newPersonRole: string | null;
    trustEmail: boolean;
  }[];
}

/** How people get in. Set in the environment, so shown here and not changed here. */
export const getSignInSettings = defineQuery({
  permission: "setting:read",
  input: z.strictObject({}),
  run: async (): Promise<SignInSettings> => {
    const { baseUrl, secureCookies, oidc } = await authEnvironment();
    return {
      baseUrl,
      secureCookies,
      passkeyHost: relyingParty()?.id ?? null,
      trustsProxy: env().MUSTER_TRUST_PROXY,
      idleMinutes: idleMs / 60_000,
      absoluteHours: absoluteMs / 3_600_000,
      singleSignOn: oidc.map(({ id, name, issuer, prefix, newPersonRole, trustEmail }) => ({
        id,
        name,
        issuer,
        redirect: `${baseUrl}/api/auth/callback/${id}`,
        prefix,
        newPersonRole: newPersonRole || null,
        trustEmail,
      })),
    };
  },
});
