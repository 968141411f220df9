import { randomUUID } from "node:crypto";
import { type ErrorCode, errorStatus } from "@/lib/use-cases/api/api-error";
import matrix from "./access-matrix.json" with { type: "json" };

interface Address {
  parts: readonly string[];
  methods: readonly string[];
}

const isVariable = (part: string): boolean => part.startsWith("[");

/** What Next answers by itself where a route does not. */
const withAutomatic = (methods: readonly string[]): string[] =>
  [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].toSorted();

const everyMethod = withAutomatic(["GET", "POST", "PUT", "PATCH", "DELETE"]);

function addressesOf(doors: readonly string[]): Address[] {
  const named = doors
    .map((door) => door.split(" ") as [method: string, path: string])
    .filter(([, path]) => path.startsWith("/api/v1/"));
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

/** The methods that an address of the API answers, sorted; null where it has no route. */
export function methodsAt(pathname: string): readonly string[] | null {
  const asked = pathname.split("/");
  const found = addresses.find(
    ({ parts }) =>
      parts.length === asked.length &&
      parts.every((part, at) => (isVariable(part) ? asked[at] !== "" : part === asked[at])),
  );
  return found?.methods ?? null;
}

const refusal = (code: ErrorCode, message: string, headers: Record<string, string>): Response =>
  Response.json(
    { error: { code, message: `${message} Nothing was changed.`, requestId: randomUUID() } },
    { status: errorStatus[code], headers: { ...headers, "cache-control": "no-store" } },
  );

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/**
 * What Next would answer outside the API's error shape: a method that an address of the API does not
 * answer (an empty 405) and an address that cannot be decoded (500). Null for everything else.
 */
export function apiRefusal(method: string, pathname: string): Response | null {
  if (!/^\/api\/v1(\/|$)/.test(pathname)) return null;
  if (!isDecodable(pathname)) {
    return refusal("invalid_input", "A % in an address is followed by two hexadecimal digits.", {});
  }
  const allowed = methodsAt(pathname) ?? everyMethod;
  if (allowed.includes(method)) return null;
  const allow = allowed.join(", ");
  const message = `This address does not answer ${method}, only ${allow}.`;
  return refusal("method_not_allowed", message, { allow });
}
