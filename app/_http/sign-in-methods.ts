import { authEnvironment } from "@/lib/infra/auth-environment";

/** Which ways in there are, for the sign-in page. */
export async function signInMethods(): Promise<{ oidcName: string | null }> {
  const { oidc } = await authEnvironment();
  return { oidcName: oidc?.name ?? null };
}
