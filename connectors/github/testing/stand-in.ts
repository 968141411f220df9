import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OpenAPIBackend } from "openapi-backend";
import type { Operation as Described } from "openapi-backend";
import { gitHubDescription } from "./description";
import { answerGraph } from "./graphql";
import { Absent } from "./answering";
import type { Asked } from "./answering";
import { operations } from "./operations";
import { classicToken, fineGrainedToken, jwtIssuer, privateKey } from "./sign-in";
import type { Caller } from "./sign-in";
import { createWorld } from "./world";
import type { World } from "./world";

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
type Fault = (asked: { method: string; path: string }) => Answer | undefined;
const perPage = (value: unknown) => Math.min(100, Number(value ?? 30));

let shared: Promise<OpenAPIBackend> | undefined;
/** Reads and compiles GitHub's description once in a process. */
function description(): Promise<OpenAPIBackend> {
  const make = async () => {
    const api = new OpenAPIBackend({
      definition: gitHubDescription(),
      quick: true,
      strict: false,
      coerceTypes: true,
      ajvOpts: { strict: false, validateFormats: false },
    });
    await api.init();
    return api;
  };
  return (shared ??= make());
}

/** A GitHub on loopback: stateful, and held to GitHub's own description in what it takes and gives. */
export async function startGitHub(world: World = createWorld(), port = 0) {
  const api = await description();
  const requests: { method: string; path: string; status: number }[] = [];
  /** Answers of ours that GitHub's description does not allow. */
  const violations: string[] = [];
  const faults: Fault[] = [];
  const issued = new Set<string>();
  const budget = { limit: 5000, used: 0, resetAt: Math.ceil(Date.now() / 1000) + 3600 };

  function callerOf(incoming: IncomingMessage): Caller | null {
    const [, key = ""] = (incoming.headers.authorization ?? "").split(" ");
    if (key === classicToken) return { kind: "token", key };
    if (key === fineGrainedToken) return { kind: "fine-grained", key };
    if (issued.has(key)) return { kind: "installation", key };
    return jwtIssuer(key) === String(world.self.appId) ? { kind: "jwt", key } : null;
  }

  function may({ kind }: Caller, permission: string, access: string): boolean {
    const given = world.appPermissions[permission];
    if (kind === "installation") return given === "write" || given === access;
    return kind === "token" || world.tokenPermissions.includes(permission);
  }

  function mintToken(installation: string | undefined): Answer {
    if (installation !== String(world.self.installationId)) {
      return { status: 404, body: { message: "Not Found" } };
    }
    const token = ["ghs", `standin${issued.size}${"0".repeat(28)}`].join("_");
    issued.add(token);
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    return { status: 201, body: { token, expires_at: expires, permissions: world.appPermissions } };
  }

  function paged(items: unknown[], url: URL): { page: unknown[]; link?: string } {
    const size = perPage(url.searchParams.get("per_page"));
    // The audit log goes on from a cursor, everything else by number.
    const by = url.pathname.endsWith("/audit-log") ? "after" : "page";
    const page = Number(url.searchParams.get(by) ?? 1);
    if (page * size >= items.length) return { page: items.slice((page - 1) * size) };
    const next = new URL(url);
    next.searchParams.set(by, String(page + 1));
    return { page: items.slice((page - 1) * size, page * size), link: `<${next}>; rel="next"` };
  }

  function respond(url: URL, described: Described, caller: Caller, asked: Asked): Answer {
    const id = described.operationId ?? "";
    if (id === "apps/create-installation-access-token")
      return mintToken(asked.params.installation_id);
    const operation = operations[id];
    if (!operation) return { status: 501, body: { message: `No answer for ${id}` } };
    const byJwt = id === "apps/get-authenticated" || id === "apps/get-org-installation";
    if (byJwt !== (caller.kind === "jwt"))
      return { status: 401, body: { message: "Bad credentials" } };
    const { permission, appOnly } = operation;
    if (appOnly && caller.kind !== "installation") {
      return { status: 403, body: { message: "Only GitHub Apps can use this endpoint" } };
    }
    const access = operation.writes ? "write" : "read";
    if (permission && !may(caller, permission, access)) {
      const headers = { "x-accepted-github-permissions": `${permission}=${access}` };
      const by = caller.kind === "installation" ? "integration" : "personal access token";
      return { status: 403, headers, body: { message: `Resource not accessible by ${by}` } };
    }
    const value = operation.answer(world, asked);
    if (operation.writes)
      return { status: operation.writes, body: operation.writes === 204 ? "" : value };
    if (operation.list === undefined) return { status: 200, body: value };
    const all = value as unknown[];
    const { page, link } = paged(all, url);
    const selection = id.startsWith("apps/")
      ? { repository_selection: world.repositorySelection }
      : {};
    const body =
      operation.list === ""
        ? page
        : { total_count: all.length, ...selection, [operation.list]: page };
    return { status: 200, body, ...(link ? { headers: { link } } : {}) };
  }

  async function answer(incoming: IncomingMessage): Promise<Answer> {
    let text = "";
    for await (const part of incoming) text += String(part);
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
    const path = url.pathname.replace(/^\/api\/v3/, "");
    const fault = faults.map((each) => each({ method: incoming.method ?? "", path })).find(Boolean);
    if (fault) return fault;
    const caller = callerOf(incoming);
    if (!caller) return { status: 401, body: { message: "Bad credentials" } };
    if (path.endsWith("/graphql") && incoming.method === "POST") {
      if (caller.kind === "jwt") return { status: 401, body: { message: "Bad credentials" } };
      const asked = JSON.parse(text) as Record<string, unknown>;
      return { status: 200, body: answerGraph(world, asked, may(caller, "members", "read")) };
    }
    if (incoming.headers["x-github-api-version"] !== "2022-11-28") {
      return { status: 400, body: { message: "Name the version of the API" } };
    }
    const routed = path.replace(
      /\/contents\/(.+)$/,
      (_, file: string) => `/contents/${encodeURIComponent(file)}`,
    );
    const request = {
      method: incoming.method ?? "GET",
      path: routed,
      query: Object.fromEntries(url.searchParams),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
      headers: { ...incoming.headers, accept: "application/json" } as unknown as Record<
        string,
        string
      >,
    };
    const described = api.matchOperation(request);
    if (!described) return { status: 404, body: { message: "Not Found" } };
    const checked = api.validateRequest(request, described);
    if (!checked.valid)
      return { status: 422, body: { message: "Validation Failed", errors: checked.errors } };
    const { params } = api.router.parseRequest(request, described);
    const { org } = params;
    if (org !== undefined && org !== world.org.login)
      return { status: 404, body: { message: "Not Found" } };
    try {
      const given = respond(url, described, caller, {
        params: params as Record<string, string>,
        query: request.query,
        body: (request.body ?? {}) as Record<string, unknown>,
      });
      if (given.status < 300 && given.status !== 204) {
        const valid = api.validateResponse(given.body, described, given.status);
        for (const error of valid.errors ?? []) {
          violations.push(`${described.operationId} ${error.instancePath} ${error.message}`);
        }
      }
      return withValidator(given, incoming, caller);
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      budget.used += 1;
      return { status: 404, body: { message: error.message } };
    }
  }

  /** GitHub's validators differ from token to token. */
  function withValidator(given: Answer, incoming: IncomingMessage, { kind, key }: Caller): Answer {
    const digest = createHash("sha256")
      .update(key + JSON.stringify(given.body))
      .digest("hex");
    const etag = `W/"${digest}"`;
    const isSame = incoming.headers["if-none-match"] === etag;
    if (!isSame) budget.used += 1;
    const scopes: Record<string, string> =
      kind === "token" ? { "x-oauth-scopes": "admin:org, repo" } : {};
    if (given.status !== 200) return given;
    const headers = { ...given.headers, ...scopes, etag };
    return isSame ? { status: 304, body: "", headers } : { ...given, headers };
  }

  function send(response: ServerResponse, { status, body, headers }: Answer): void {
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "x-ratelimit-limit": String(budget.limit),
      "x-ratelimit-remaining": String(budget.limit - budget.used),
      "x-ratelimit-reset": String(budget.resetAt),
      ...headers,
    });
    // A fault may send text that is no JSON.
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  const server = createServer((incoming, response) => {
    answer(incoming)
      .catch((error: unknown): Answer => {
        violations.push(String(error));
        return { status: 500, body: { message: "The stand-in failed" } };
      })
      .then((given) => {
        requests.push({
          method: incoming.method ?? "",
          path: incoming.url ?? "",
          status: given.status,
        });
        send(response, given);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    world,
    requests,
    violations,
    faults,
    privateKey,
    token: classicToken,
    fineGrainedToken,
    /** Requests that counted against the rate limit. */
    spent: () => budget.used,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
