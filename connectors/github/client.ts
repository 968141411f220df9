import type { z } from "zod";
import { ConnectorError } from "../contract";
import type { ConnectorIo, Page } from "../contract";
import { parseShape } from "../shared/json-answer";
import { recall, remember } from "./answer-cache";
import { addressesOf } from "./addresses";
import type { Addresses } from "./addresses";
import { answerHeadersOf, statusOf, toConnectorError } from "./failures";
import { graphQueries } from "./graphql";
import type { GraphQuery } from "./graphql";
import { kitFor } from "./kit";
import type { GitHubConfig } from "./manifest";

type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface Answer<T> {
  data: T;
  /** Number or cursor of the next page; the provider's own link is never followed. */
  next: string | null;
  rate?: Page["rate"];
  scopes?: string[] | undefined;
  tokenExpiresAt?: string | undefined;
}

export interface GitHubClient {
  addresses: Addresses;
  get: <T>(route: string, parameters: Parameters, schema: z.ZodType<T>) => Promise<Answer<T>>;
  /** A query of what only GraphQL tells. */
  query: GraphQuery;
  /** A call that changes something: made once, never repeated here. */
  send: (method: "POST" | "PATCH" | "PUT" | "DELETE", route: string, body: Body) => Promise<true>;
}
type Body = Readonly<Record<string, string | number | boolean | number[]>>;

type AnswerHeaders = Readonly<Record<string, string | number | undefined>>;

/** Page number or audit-log cursor out of a Link header, taken as a value and not as an address. */
function nextOf(headers: AnswerHeaders, page: number): string | null {
  const link = /<([^>]+)>;\s*rel="next"/.exec(String(headers.link ?? ""))?.[1];
  if (link === undefined || !URL.canParse(link)) return null;
  const query = new URL(link).searchParams;
  return query.get("after") ?? String(page + 1);
}

function rateOf(headers: AnswerHeaders): Page["rate"] {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (limit === undefined || remaining === undefined || !Number.isFinite(remaining)) return;
  return { limit, remaining, resetAt: reset ? new Date(reset * 1000) : undefined };
}

const scopesOf = (headers: AnswerHeaders): string[] | undefined =>
  headers["x-oauth-scopes"] === undefined
    ? undefined
    : String(headers["x-oauth-scopes"])
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean);

/** Reads GitHub through `io.fetch` only, with validators from the last run. */
export function createClient(config: GitHubConfig, io: ConnectorIo): GitHubClient {
  const addresses = addressesOf(config.baseUrl);
  const { kit, query: request } = kitFor(config, io, addresses);
  const query = graphQueries(request, addresses.graphql, io);

  async function ask<T>(route: string, parameters: Parameters, schema: z.ZodType<T>) {
    const call = `GET ${route}`;
    const { url } = kit.request.endpoint(call, { ...parameters });
    const page = Number(parameters.page ?? 1);
    const earlier = await recall(io.cache, url);
    const headers = earlier ? { "if-none-match": earlier.etag } : {};
    try {
      const answer = await kit.request(call, { ...parameters, headers });
      const expires = answer.headers["github-authentication-token-expiration"];
      const kept = {
        data: parseShape(answer.data, schema, call),
        next: nextOf(answer.headers, page),
        scopes: scopesOf(answer.headers),
        tokenExpiresAt: typeof expires === "string" ? expires : undefined,
      };
      const { etag } = answer.headers;
      if (etag) await remember(io.cache, url, { ...kept, etag });
      return { ...kept, rate: rateOf(answer.headers) };
    } catch (error) {
      if (!earlier || statusOf(error) !== 304) throw error;
      const { scopes, tokenExpiresAt } = earlier;
      const next = stillNext(earlier, parameters, page);
      const rate = rateOf(answerHeadersOf(error));
      return { data: earlier.data as T, next, scopes, tokenExpiresAt, rate };
    }
  }

  async function get<T>(
    route: string,
    parameters: Parameters,
    schema: z.ZodType<T>,
  ): Promise<Answer<T>> {
    try {
      return await ask(route, parameters, schema);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      throw toConnectorError(error, `GET ${route}`, io.now());
    }
  }
  const send: GitHubClient["send"] = async (method, route, body) => {
    const call = `${method} ${route}`;
    try {
      await kit.request(call, { ...body });
      return true;
    } catch (error) {
      throw toConnectorError(error, call, io.now());
    }
  };
  return { addresses, get, query, send };
}

/**
 * A page that was the last one and full may have got a follower without changing itself: ask for
 * the next page rather than trust an old end.
 */
function stillNext(
  earlier: { data: unknown; next: string | null },
  parameters: Parameters,
  page: number,
): string | null {
  if (earlier.next !== null || parameters.page === undefined) return earlier.next;
  const { data } = earlier;
  const lists = Array.isArray(data) ? [data] : Object.values(data ?? {}).filter(Array.isArray);
  return lists.some((list) => list.length >= Number(parameters.per_page)) ? String(page + 1) : null;
}
