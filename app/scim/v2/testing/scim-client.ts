import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import * as group from "@/app/scim/v2/Groups/[id]/route";
import * as groups from "@/app/scim/v2/Groups/route";
import * as types from "@/app/scim/v2/ResourceTypes/route";
import * as schemas from "@/app/scim/v2/Schemas/route";
import * as config from "@/app/scim/v2/ServiceProviderConfig/route";
import * as user from "@/app/scim/v2/Users/[id]/route";
import * as users from "@/app/scim/v2/Users/route";

type Handler = (
  request: NextRequest,
  route: { params: Promise<Record<string, string>> },
) => Promise<Response>;

const routes: [RegExp, Record<string, unknown>][] = [
  [/^\/scim\/v2\/Users\/([^/]+)$/, user],
  [/^\/scim\/v2\/Users$/, users],
  [/^\/scim\/v2\/Groups\/([^/]+)$/, group],
  [/^\/scim\/v2\/Groups$/, groups],
  [/^\/scim\/v2\/ServiceProviderConfig$/, config],
  [/^\/scim\/v2\/ResourceTypes$/, types],
  [/^\/scim\/v2\/Schemas$/, schemas],
];

async function dispatch(incoming: IncomingMessage, base: string): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", base);
  for (const [pattern, module] of routes) {
    const match = pattern.exec(url.pathname);
    const handler = match ? (module[incoming.method ?? ""] as Handler | undefined) : undefined;
    if (!handler) continue;
    const request = new NextRequest(url, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const params: Record<string, string> = match?.[1] ? { id: match[1] } : {};
    return handler(request, { params: Promise.resolve(params) });
  }
  return new Response(null, { status: 405 });
}

let server: Server;

let base = "";

let token = "";

export const admin = "0197c0de-0000-7000-8000-00000000ad31";

/** What tests read by name, of a person, a group or a list; what an answer lacks fails there. */
interface ScimBody {
  id: string;
  active: boolean;
  meta: { location: string };
  groups: { value: string; display: string }[];
  members: { value: string }[];
  startIndex: number;
  totalResults: number;
  Resources: ScimBody[];
}

interface Answer {
  status: number;
  type: string | null;
  body: ScimBody;
}

const lines = async (): Promise<number> =>
  (await sql<{ n: number }>("SELECT count(*)::int AS n FROM audit_event"))[0]?.n ?? 0;

let turn: Promise<unknown> = Promise.resolve();

/**
 * One request at a time; throws unless a writing one left exactly one line in the audit log, and a
 * reading one none.
 */
export function call(
  method: string,
  path: string,
  body?: unknown,
  bearer = token,
): Promise<Answer> {
  const asked = turn.then(async () => {
    const before = await lines();
    const answer = await ask(method, path, body, bearer);
    const left = (await lines()) - before;
    if (left === (method === "GET" ? 0 : 1)) return answer;
    throw new Error(`${method} ${path} answered ${answer.status} and left ${left} lines.`);
  });
  turn = asked.catch(() => undefined);
  return asked;
}

async function ask(method: string, path: string, body: unknown, bearer: string): Promise<Answer> {
  const response = await fetch(`${base}/scim/v2${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/scim+json; charset=utf-8" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: (text === "" ? null : JSON.parse(text)) as ScimBody,
  };
}

export const patchOp = (...Operations: unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});

/** As Okta's SCIM 2.0 app creates somebody. */
export const oktaUser = (userName: string, given: string, family: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  name: { givenName: given, familyName: family },
  emails: [{ primary: true, value: userName, type: "work" }],
  displayName: `${given} ${family}`,
  locale: "en-US",
  externalId: `00u${given}`,
  groups: [],
  password: "not-kept-anywhere",
  active: true,
});

export function setUpScim(): void {
  useDatabase();
  beforeAll(async () => {
    server = createServer((incoming, out) => {
      void dispatch(incoming, base).then(async (response) => {
        out.writeHead(response.status, Object.fromEntries(response.headers));
        out.end(Buffer.from(await response.arrayBuffer()));
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await sql(
      "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, 'admin@acme.example', 'Admin', 'admin', now())",
      [admin],
    );
    const wish = { name: "Okta", scopes: ["scim" as const], days: 30 };
    token = (await createToken(personContext("admin", { personId: admin }), wish)).token;
  });
  afterAll(() => new Promise<void>((closed) => void server.close(() => closed())));
}
