import { isOwnOrigin } from "@/lib/infra/env";

/** Where a foreign page's form for one of ours goes. */
export const refusalPath = "/api/refused";

/** Of its doors for machines each refuses, and writes down, for itself. */
const machineDoor = /^\/(api|scim|metrics)(\/|$)/;

/**
 * Whether Next would abort this call of a Server Action for its Origin, before any of our code could
 * write down that somebody else's page tried.
 */
export function isForeignWrite(request: {
  method: string;
  headers: Headers;
  nextUrl: { pathname: string };
}): boolean {
  const origin = request.headers.get("origin");
  return (
    request.method === "POST" &&
    origin !== null &&
    !isOwnOrigin(origin) &&
    !machineDoor.test(request.nextUrl.pathname)
  );
}
