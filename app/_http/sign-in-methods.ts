import { authEnvironment } from "@/lib/infra/auth-environment";
import { baseUrl } from "@/lib/infra/env";

/** Which ways in there are besides the password, for the sign-in page. */
export async function signInMethods(): Promise<{ id: string; name: string }[]> {
  const { oidc } = await authEnvironment();
  return oidc.map(({ id, name }) => ({ id, name }));
}

/**
 * The path of this site that the text names, or `/`. Another origin, another scheme, credentials and
 * whatever a browser would read as another host are not followed.
 */
export function localPath(text: string): string {
  // Browsers read a backslash as a slash and drop control characters and edge spaces.
  if (text.length > 2_000 || /[\\\p{Cc}]/u.test(text) || text !== text.trim()) return "/";
  const own = new URL(baseUrl());
  if (!URL.canParse(text, own)) return "/";
  const target = new URL(text, own);
  if (target.origin !== own.origin || target.username || target.password) return "/";
  const path = `${target.pathname}${target.search}${target.hash}`;
  return path.startsWith("//") ? "/" : path;
}
