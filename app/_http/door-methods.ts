import { randomUUID } from "node:crypto";
import { type ErrorCode, errorStatus } from "@/lib/use-cases/api/api-error";
import { scimError } from "./scim-error";
import matrix from "./access-matrix.json" with { type: "json" };

interface Address {
  parts: readonly string[];
  methods: readonly string[];
}

/** The API and SCIM: each promises its own error shape. */
const isMachine = /^\/(api\/v1|scim\/v2)(\/|$)/;
const isScim = (pathname: string): boolean => pathname.startsWith("/scim/");

const isVariable = (part: string): boolean => part.startsWith("[");

/** What Next answers by itself where a route does not. */
const withAutomatic = (methods: readonly string[]): string[] =>
  [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].toSorted();

const everyMethod = withAutomatic(["GET", "POST", "PUT", "PATCH", "DELETE"]);

function addressesOf(doors: readonly string[]): Address[] {
  const named = doors
    .map((door) => door.split(" ") as [method: string, path: string])
    .filter(([, path]) => isMachine.test(path));
  return (
    [...Map.groupBy(named, ([, path]) => path)]
      .map(([path, found]) => ({
        parts: path.split("/"),
        methods: withAutomatic(found.map(([method]) => method)),
      }))
      // As in Next a part that is written out comes before a variable one: `~` sorts after all letters.
      .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
  );
}
const sortKey = ({ parts }: Address): string =>
  parts.map((part) => (isVariable(part) ? "~" : part)).join("/");

const addresses = addressesOf(Object.keys(matrix));

/** The methods that an address of the API or SCIM answers, sorted; null where it has no route. */
export function methodsAt(pathname: string): readonly string[] | null {
  const asked = pathname.split("/");
  const found = addresses.find(
    ({ parts }) =>
      parts.length === asked.length &&
      parts.every((part, at) => (isVariable(part) ? asked[at] !== "" : part === asked[at])),
  );
  return found?.methods ?? null;
}

function refusal(pathname: string, code: ErrorCode, why: string): Response {
  const [status, message] = [errorStatus[code], `${why} Nothing was changed.`];
  if (isScim(pathname)) return scimError({ status, detail: message });
  const body = { error: { code, message, requestId: randomUUID() } };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/**
 * What Next would answer outside the error shape of the API or SCIM: a method that an address does not
 * answer (an empty 405) and an address that cannot be decoded (500). Null for everything else.
 */
export function doorRefusal(method: string, pathname: string): Response | null {
  if (!isMachine.test(pathname)) return null;
  if (!isDecodable(pathname)) {
    const why = "A % in an address is followed by two hexadecimal digits.";
    return refusal(pathname, "invalid_input", why);
  }
  const allowed = methodsAt(pathname) ?? everyMethod;
  if (allowed.includes(method)) return null;
  const allow = allowed.join(", ");
  const why = `This address does not answer ${method}, only ${allow}.`;
  const response = refusal(pathname, "method_not_allowed", why);
  response.headers.set("allow", allow);
  return response;
}
