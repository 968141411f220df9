import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import { ConnectorError } from "../contract";
import type { ConnectorIo } from "../contract";
import { parseShape } from "../shared/json-answer";
import { toConnectorError } from "./failures";

export type GraphQuery = <T>(
  /** What people are told was asked. */
  call: string,
  query: string,
  variables: Readonly<Record<string, string | null>>,
  schema: z.ZodType<T>,
) => Promise<T>;

const answerSchema = z.looseObject({
  data: z.unknown(),
  errors: z
    .array(z.looseObject({ type: z.string().optional(), message: z.string().optional() }))
    .optional(),
});

/** GitHub answers 200 to a query that it refuses, and says why in the answer. */
export function graphQueries(
  request: Octokit["request"],
  address: string,
  io: ConnectorIo,
): GraphQuery {
  return async (call, query, variables, schema) => {
    let answer: { data: unknown };
    try {
      answer = await request(`POST ${address}`, { query, variables });
    } catch (error) {
      throw toConnectorError(error, call, io.now());
    }
    const { data, errors } = parseShape(answer.data, answerSchema, call);
    const [first] = errors ?? [];
    if (first) throw refusalOf(first, call);
    return parseShape(data, schema, call);
  };
}

function refusalOf(
  { type, message }: { type?: string | undefined; message?: string | undefined },
  call: string,
): ConnectorError {
  const said = message ? ` GitHub says: ${message.slice(0, 200)}` : "";
  switch (type) {
    case "RATE_LIMITED":
      return new ConnectorError("rate_limited", `GitHub asks to wait (${call}).`);
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return new ConnectorError("forbidden", `GitHub refuses ${call}.${said}`, { httpStatus: 403 });
    case "NOT_FOUND":
      return new ConnectorError("forbidden", `GitHub shows nothing to ${call}.${said}`, {
        httpStatus: 404,
      });
    case undefined:
    case "SERVICE_UNAVAILABLE":
      return new ConnectorError("unavailable", `GitHub could not answer ${call}.${said}`);
    default:
      return new ConnectorError("unexpected_response", `GitHub does not accept ${call}.${said}`);
  }
}
