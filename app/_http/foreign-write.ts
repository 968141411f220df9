import { isOwnOrigin } from "@/lib/infra/env";

/** Where a foreign page's form for one of ours goes. */
export const refusalPath = "/api/refused";

/** Of its doors for machines each refuses, and writes down, for itself. */
const machineDoor = /^\/(api|scim|metrics)(\/|$)/;

/** What Next compares the Origin of an action's call with. */
const askedHost = (head: Headers): string | null =>
  head.get("x-forwarded-host")?.split(",")[0]?.trim() || head.get("host");

/**
 * Whether Next would abort this call of a Server Action for its Origin, before any of our code could
 * write down that somebody else's page tried. Whatever Next lets through, the action refuses itself.
 */
export function isForeignWrite(request: {
  method: string;
  headers: Headers;
  nextUrl: { pathname: string };
}): boolean {
  const origin = request.headers.get("origin");
  if (request.method !== "POST" || origin === null || isOwnOrigin(origin)) return false;
  if (machineDoor.test(request.nextUrl.pathname)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== askedHost(request.headers);
}
