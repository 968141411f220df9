import { env } from "@/lib/infra/env";

/**
 * The caller's address. Next only knows forwarded headers, which a caller can write too, so they
 * count only when an administrator says that a proxy in front sets them; the last entry is the proxy's.
 */
export function clientAddress(head: Headers): string | null {
  if (!env().MUSTER_TRUST_PROXY) return null;
  return head.get("x-forwarded-for")?.split(",").at(-1)?.trim() || head.get("x-real-ip");
}
