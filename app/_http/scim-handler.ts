import type { NextRequest } from "next/server";
import { DomainError } from "@/lib/domain/errors";
import { baseUrl } from "@/lib/infra/env";
import type { Context } from "@/lib/use-cases/context";
import type { DirectoryPage } from "@/lib/use-cases/directory/find-people";
import { answerCall, type Params, type Route, type UseCase } from "./answer-call";
import { jsonBody } from "./body-bytes";
import { toSafeError } from "./error-response";
import { scimAnswer, scimError } from "./scim-error";

const statusOf: Readonly<Record<string, [status: number, scimType?: string]>> = {
  unauthenticated: [401],
  forbidden: [403],
  step_up_required: [403],
  invalid_input: [400, "invalidValue"],
  not_found: [404],
  conflict: [409, "uniqueness"],
  rate_limited: [429],
  too_large: [413],
  unavailable: [503],
};

/** An error as SCIM tells it. */
export function scimRefusal(error: unknown, requestId: string): Response {
  const { code, message, fields, retryAfterSeconds } = toSafeError(error, requestId);
  const [status, type] = statusOf[code] ?? [500];
  const scimType = fields && "filter" in fields ? "invalidFilter" : type;
  const response = scimError({ status, detail: message, scimType });
  if (retryAfterSeconds) response.headers.set("retry-after", String(retryAfterSeconds));
  return response;
}

interface Ways<Result> {
  input: (request: NextRequest, params: Params) => unknown;
  status?: number;
  /** What to answer; left out, nothing (204). Reads again through a query where a command ran. */
  show?: (args: { result: Result; ctx: Context; base: string; request: NextRequest }) => unknown;
}

/** A use-case as a SCIM 2.0 endpoint, with SCIM's media type and error shape. */
export const toScimHandler =
  <Result>(run: UseCase<Result>, { input, status = 200, show }: Ways<Result>) =>
  (request: NextRequest, route: Route): Promise<Response> =>
    answerCall(request, {
      run,
      input: async () => input(request, await route.params),
      answer: async (result, ctx) =>
        show
          ? scimAnswer(await show({ result, ctx, base: baseUrl(), request }), status)
          : scimAnswer(null, 204),
      refuse: scimRefusal,
    });

/** The body of a SCIM request: an object. */
export async function scimBody(request: NextRequest): Promise<Record<string, unknown>> {
  const body = await jsonBody(request);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new DomainError("invalid_input", "The body must be a JSON object.");
}

/** `filter`, `startIndex` and `count` of a list request; what SCIM does not know is left. */
export function scimList(request: NextRequest): Record<string, unknown> {
  const { searchParams } = request.nextUrl;
  const pick = (name: string) => {
    const value = searchParams.get(name);
    return value === null || value === "" ? {} : { [name]: value };
  };
  return { ...pick("filter"), ...pick("startIndex"), ...pick("count") };
}

export const listResponse = <Row>(
  { total, startIndex, items }: DirectoryPage<Row>,
  show: (row: Row) => unknown,
) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults: total,
  startIndex,
  itemsPerPage: items.length,
  Resources: items.map(show),
});
