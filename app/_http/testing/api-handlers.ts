import { globSync } from "node:fs";
import path from "node:path";
import { NextRequest } from "next/server";
import { noDoor } from "../no-door";

type Handler = (request: NextRequest, route: { params: Promise<object> }) => Promise<Response>;

const root = path.resolve(import.meta.dirname, "../../..");

/** Every handler of the API by `get /…`, as the server would load it. */
export async function apiHandlers(): Promise<Map<string, Handler>> {
  const handlers = new Map<string, Handler>();
  for (const file of globSync("app/api/v1/**/route.ts", { cwd: root })) {
    const loaded = (await import(path.join(root, file))) as Record<string, Handler>;
    const where = path.dirname(file).replace("app/api/v1", "");
    const at = where.replaceAll("[", "{").replaceAll("]", "}");
    for (const [method, handler] of Object.entries(loaded)) {
      if (handler === noDoor) continue;
      handlers.set(`${method.toLowerCase()} ${at}`, handler);
    }
  }
  return handlers;
}

interface Asked {
  method: string;
  at: string;
  query?: string;
  /** JSON as it goes over the wire. */
  body?: string;
  /** What the names in the path stand for; nothing is at the address of one that is left out. */
  ids?: Record<string, string>;
  bearer: string;
}

const nowhere = "00000000-0000-7000-8000-0000000000ab";

/** Asks the real handler as the server would, with a real token. */
export async function askHandler(
  handlers: ReadonlyMap<string, Handler>,
  { method, at, query = "", body, ids = {}, bearer }: Asked,
): Promise<Response> {
  const handler = handlers.get(`${method} ${at}`);
  if (!handler) throw new Error(`No handler for ${method} ${at}`);
  const names = [...at.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const params = Object.fromEntries(names.map((name) => [name, ids[name] ?? nowhere]));
  const request = new NextRequest(`http://127.0.0.1:3000/api/v1${at}${query}`, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return handler(request, { params: Promise.resolve(params) });
}
