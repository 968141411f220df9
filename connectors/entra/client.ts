import { z } from "zod";
import { ConnectorError, type ConnectorIo } from "../contract";
import { parseJson } from "../shared/json-answer";
import { errorFromStatus, errorFromThrown } from "../shared/provider-errors";
import { hostsOf, type EntraConfig } from "./config";
import { GraphError } from "./graph-error";
import { tokenSource, type Claims, type Token } from "./token";

interface Asked<T> {
  /** The call without ids, for people. */
  name: string;
  /** With its version: `/v1.0/applications`. */
  path: string;
  /** As OData writes it, without the question mark. */
  query?: string;
  schema: z.ZodType<T>;
  permission?: string;
}
export interface ListCall<T> extends Asked<T> {
  query: string;
}
interface Change {
  name: string;
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: object;
  permission?: string;
}

export interface GraphPage<T> {
  rows: T[];
  /** Where the list goes on, on the same host; null at its end. */
  next: string | null;
}

export interface GraphClient {
  claims(): Promise<Claims>;
  get<T>(call: Asked<T>): Promise<T>;
  /** One page of a list, whose rows are of the schema. */
  page<T>(call: ListCall<T>, at: string | null): Promise<GraphPage<T>>;
  /** All rows of a list that is short by nature. */
  every<T>(call: ListCall<T>): Promise<T[]>;
  /** A call that changes something: made once, never repeated here. */
  send<T>(change: Change, schema: z.ZodType<T>): Promise<T>;
  /** One that answers nothing worth reading. */
  tell(change: Change): Promise<void>;
}

const refusedBody = z.object({ error: z.object({ code: z.string() }) });

function graphCodeOf(content: Uint8Array): string {
  try {
    const { code } = parseJson(content, refusedBody, "Graph").error;
    return /^[\w.]{1,80}$/.test(code) ? code : "";
  } catch {
    return "";
  }
}

const lost = (name: string, what: string): ConnectorError =>
  new ConnectorError("unexpected_response", `The answer to ${name} ${what}.`);

/** The part of a next link that leads on; a link to another host is never followed. */
function following(link: string, origin: string, at: string, name: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.origin !== origin || !/^\/(?:v1\.0|beta)\//.test(url.pathname))
    throw lost(name, "names a next page elsewhere");
  const next = url.pathname + url.search;
  if (next === at) throw lost(name, "names itself as its next page");
  return next;
}

type Exchange = (
  call: { name: string; permission?: string | undefined },
  target: string,
  init?: { method: string; body?: object | undefined },
) => Promise<Uint8Array>;

/** One request with a token that works, and its answer; a refusal becomes the contract's error. */
function exchangeOf(config: EntraConfig, io: ConnectorIo, token: () => Promise<Token>): Exchange {
  const { graph } = hostsOf(config);
  return async ({ name, permission }, target, init = { method: "GET" }) => {
    const { text } = await token();
    let answer: Response;
    let content: Uint8Array;
    try {
      answer = await io.fetch(graph + target, {
        method: init.method,
        headers: {
          authorization: `Bearer ${text}`,
          accept: "application/json",
          ...(init.body ? { "content-type": "application/json" } : {}),
        },
        ...(init.body ? { body: JSON.stringify(init.body) } : {}),
        signal: io.signal,
      });
      content = new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw errorFromThrown(error, name);
    }
    const { status, headers } = answer;
    if (status >= 200 && status <= 299) return content;
    const refusal = { status, headers, call: name, now: io.now() };
    throw new GraphError(
      errorFromStatus(permission ? { ...refusal, permission } : refusal),
      graphCodeOf(content),
    );
  };
}

const targetOf = ({ path, query }: { path: string; query?: string }): string =>
  query ? `${path}?${query}` : path;

/** Reads and changes Microsoft Graph through `io.fetch` only. */
export function createClient(config: EntraConfig, io: ConnectorIo): GraphClient {
  const { graph } = hostsOf(config);
  const token = tokenSource(config, io);
  const exchange = exchangeOf(config, io, token);

  const page: GraphClient["page"] = async (call, at) => {
    if (at !== null && !/^\/(?:v1\.0|beta)\//.test(at))
      throw new ConnectorError("unexpected_response", "The cursor is not one of ours.");
    const target = at ?? targetOf(call);
    const schema = z.object({
      value: z.array(call.schema),
      "@odata.nextLink": z.string().min(1).nullish(),
    });
    const found = parseJson(await exchange(call, target), schema, call.name);
    const link = found["@odata.nextLink"];
    return { rows: found.value, next: link ? following(link, graph, target, call.name) : null };
  };

  return {
    page,
    claims: async () => (await token()).claims,
    get: async (call) => parseJson(await exchange(call, targetOf(call)), call.schema, call.name),
    async every(call) {
      const list = drained({ page }, call);
      return list();
    },
    send: async (change, schema) =>
      parseJson(await exchange(change, change.path, change), schema, change.name),
    tell: async (change) => {
      await exchange(change, change.path, change);
    },
  };
}

/** Reads a list to its end; what was read stays when a page fails, and the next try goes on there. */
export function drained<T>(
  client: Pick<GraphClient, "page">,
  call: ListCall<T>,
): () => Promise<T[]> {
  const rows: T[] = [];
  const met = new Set<string>();
  let next: string | null = null;
  let isOver = false;
  return async () => {
    while (!isOver) {
      const found: GraphPage<T> = await client.page(call, next);
      rows.push(...found.rows);
      isOver = found.next === null;
      if (found.next !== null && met.has(found.next))
        throw lost(call.name, "leads back to a page that was read before");
      if (found.next !== null) met.add(found.next);
      next = found.next;
    }
    return rows;
  };
}
