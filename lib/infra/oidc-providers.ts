import { z } from "zod";
import { DomainError } from "../domain/errors";

export interface OidcProvider {
  /** Part of the redirect address: `oidc`, or `oidc-1` to `oidc-9`. */
  id: string;
  /** How the names of its variables begin. */
  prefix: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  newPersonRole: "" | "analyst" | "owner" | "manager" | "auditor";
  /** The provider verifies every address although it sends no `email_verified`. */
  trustEmail: boolean;
}

const needed = ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"] as const;
const one = z.object({
  ISSUER: z.url({ protocol: /^https?$/, error: "it must be an http(s) address" }),
  CLIENT_ID: z.string(),
  CLIENT_SECRET: z.string(),
  NAME: z.string().default(""),
  ROLE: z.enum(["", "analyst", "owner", "manager", "auditor"]).default(""),
  TRUST_EMAIL: z.enum(["0", "1", "true", "false", ""]).default(""),
});

const refuse = (variable: string, why: string): DomainError =>
  new DomainError(
    "invalid_input",
    `The environment variable ${variable} is not usable: ${why}. Correct it and start again.`,
  );

function read(number: number | null, from: Record<string, string | undefined>) {
  const prefix = number === null ? "MUSTER_OIDC_" : `MUSTER_OIDC_${number}_`;
  const set = (field: string): string | undefined => from[prefix + field] || undefined;
  if (needed.every((field) => set(field) === undefined)) return [];
  for (const field of needed) {
    if (set(field) === undefined)
      throw refuse(prefix + field, "it is missing, and the provider's others are set");
  }
  const values = Object.fromEntries(Object.keys(one.shape).map((field) => [field, set(field)]));
  const parsed = one.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`${prefix}${issue?.path.join(".")}`, issue?.message ?? "");
  }
  const { ISSUER, CLIENT_ID, CLIENT_SECRET, NAME, ROLE, TRUST_EMAIL } = parsed.data;
  const provider: OidcProvider = {
    id: number === null ? "oidc" : `oidc-${number}`,
    prefix,
    issuer: ISSUER,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    name: NAME || (number === null ? "Single sign-on" : new URL(ISSUER).hostname),
    newPersonRole: ROLE,
    trustEmail: TRUST_EMAIL === "1" || TRUST_EMAIL === "true",
  };
  return [provider];
}

/** The providers people may sign in with: the unnumbered one, then 1 to 9. An incomplete one throws. */
export function oidcProviders(from: Record<string, string | undefined>): OidcProvider[] {
  return [null, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((number) => read(number, from));
}
