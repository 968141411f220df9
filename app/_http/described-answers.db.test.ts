import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { accessOf } from "@/lib/use-cases/api/api-access";
import { apiDocument } from "@/lib/use-cases/api/api-document";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import type { Context } from "@/lib/use-cases/context";
import { activePolicy } from "@/lib/use-cases/policies/active-policy";
import readingDoors from "./reading-doors.json" with { type: "json" };
import { apiHandlers, askHandler } from "./testing/api-handlers";
import { described } from "./testing/described";
import { describedOrganisation, type Ids } from "./testing/described-organisation";

useDatabase();

let ids: Ids = {};
let token = "";
let handlers: Awaited<ReturnType<typeof apiHandlers>>;

beforeAll(async () => {
  process.env.MUSTER_BASE_URL ??= "http://127.0.0.1:3000";
  handlers = await apiHandlers();
  ({ ids, token } = await describedOrganisation());
}, 240_000);

const ask = (
  method: string,
  at: string,
  options: { query?: string; body?: unknown; ids?: Ids; bearer?: string } = {},
): Promise<Response> =>
  askHandler(handlers, {
    method,
    at,
    query: options.query ?? "",
    ids: options.ids ?? ids,
    bearer: options.bearer ?? token,
    ...(method === "get" ? {} : { body: JSON.stringify(options.body ?? {}) }),
  });

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}
const operationOf = (method: string, at: string) =>
  apiDocument().paths[`/api/v1${at}`]?.[method] as unknown as Operation;

async function expectAsDescribed(method: string, at: string, answer: Response) {
  const { responses } = operationOf(method, at);
  const found = responses[String(answer.status)];
  expect([method, at, answer.status, Object.keys(responses)]).toEqual([
    method,
    at,
    answer.status,
    expect.arrayContaining([String(answer.status)]),
  ]);
  const body: unknown = await answer.json();
  const schema = found?.content?.["application/json"]?.schema;
  const parsed = described(schema).safeParse(body);
  expect([method, at, parsed.error?.issues ?? []]).toEqual([method, at, []]);
  return body as { items?: unknown[]; id?: string };
}

/** An identity of which this list is not empty. */
async function holderOf(table: string): Promise<Ids> {
  const [row] = await sql<{ identityId: string }>(
    `SELECT identity_id AS "identityId" FROM ${table} LIMIT 1`,
  );
  return row ?? {};
}

describe("the API's answers", () => {
  it("are what the document says of them, field by field and without any other", async () => {
    const empty: string[] = [];
    let asked = 0;
    for (const { method, path: at, answer, run } of apiRoutes) {
      if (method !== "get" || !answer || !run) continue;
      // What no scope opens is asked as the person would.
      const isOpen = accessOf(run).scopes.length > 0;
      const query = run as unknown as (ctx: Context, input: object) => Promise<unknown>;
      const [table] = /credentials$|trusts$|owner-candidates$/.exec(at) ?? [];
      const holder = table ? await holderOf(table.slice(0, -1).replace("-", "_")) : {};
      const response = isOpen
        ? await ask(method, at, {
            query: at === "/search" ? "?query=svc" : "",
            ids: { ...ids, ...holder },
          })
        : Response.json(await query(personContext("admin"), {}));
      expect([at, response.status]).toEqual([at, 200]);
      const { items } = await expectAsDescribed(method, at, response);
      if (items?.length === 0) empty.push(at);
      asked += 1;
    }
    expect(asked).toBeGreaterThan(30);
    // A token has no session, and nothing was rotated or decided here.
    expect(empty).toEqual(["/campaigns/tasks", "/rotations", "/me/sessions"]);
  });

  it("of a writing operation are as described too, with the status that is named", async () => {
    const view = { name: "Unowned", page: "identities", query: "q=owner%3Anone" };
    const saved = await ask("post", "/views", { body: view });
    expect(saved.status).toBe(201);
    const { id: viewId } = (await expectAsDescribed("post", "/views", saved)) as {
      id: string;
    };
    Object.assign(ids, { viewId });
    const checked = await ask("post", "/audit-events/verify");
    expect(checked.status).toBe(200);
    await expectAsDescribed("post", "/audit-events/verify", checked);
    const target = { ids: [ids.identityId] };
    const writes: [string, string, unknown?][] = [
      ["post", "/identities/labels", { target, add: ["described"] }],
      ["post", "/identities/ownership", { target, purpose: "Described" }],
      [
        "put",
        "/identities/{identityId}/classification",
        { reason: "Described", identityClass: null, environment: "test" },
      ],
      ["post", "/sources", { connectorId: "aws-export", name: "Described", config: {} }],
      ["post", "/sources/{sourceId}/sync"],
      ["post", "/policies/preview", { document: (await activePolicy()).document }],
      ["post", "/identities/owner", { target, personId: null }],
      ["delete", "/views/{viewId}"],
      ["put", "/sources/{sourceId}/schedule", { everyMinutes: null }],
      ["post", "/campaigns/{campaignId}/cancel", { reason: "Described" }],
      ["post", "/exceptions/{exceptionId}/withdraw", { reason: "Described" }],
      ["post", "/offboarding/{caseId}/withdraw"],
    ];
    for (const [method, at, body] of writes) {
      const before = await db().auditEvent.count();
      const answer = await ask(method, at, { body });
      expect([at, answer.ok]).toEqual([at, true]);
      await expectAsDescribed(method, at, answer);
      const lines = await db().auditEvent.findMany({ orderBy: { seq: "desc" }, take: 2 });
      // One for each change, none for what only reads.
      const isReading = readingDoors.includes(`${method.toUpperCase()} /api/v1${at}`);
      expect([at, (await db().auditEvent.count()) - before]).toEqual([at, isReading ? 0 : 1]);
      const outcome = isReading ? undefined : lines[0]?.outcome;
      expect([at, outcome]).toEqual([at, isReading ? undefined : "done"]);
    }
  });

  it("refuse in the shape and with the statuses that are described", async () => {
    const none = { bearer: "muster_pat_unknown" };
    const cases = [
      await ask("get", "/identities", none),
      await ask("get", "/identities", { query: "?nothing=1" }),
      await ask("get", "/identities/{identityId}", { ids: {} }),
    ];
    expect(cases.map(({ status }) => status)).toEqual([401, 400, 404]);
    for (const answer of cases.slice(0, 2)) await expectAsDescribed("get", "/identities", answer);
    await expectAsDescribed("get", "/identities/{identityId}", cases[2] as Response);
  });

  it("refuse a token with every scope wherever the document names no scope", async () => {
    let refused = 0;
    for (const { method, path: at, run } of apiRoutes) {
      const operation = apiDocument().paths[`/api/v1${at}`]?.[method];
      if (!run || !operation || !("x-token-scopes" in operation)) continue;
      if (operation["x-token-scopes"].length > 0) continue;
      const answer = await ask(method, at);
      expect([method, at, answer.status]).toEqual([method, at, 403]);
      const { error } = (await expectAsDescribed(method, at, answer)) as unknown as {
        error: { code: string };
      };
      expect([at, error.code]).toEqual([
        at,
        operation["x-step-up"] && error.code !== "forbidden" ? "step_up_required" : "forbidden",
      ]);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(20);
  });

  it("never ask a token to step up where the document names a scope", async () => {
    let tried = 0;
    for (const { method, path: at, run } of apiRoutes) {
      const operation = apiDocument().paths[`/api/v1${at}`]?.[method];
      if (!run || !operation || !("x-token-scopes" in operation)) continue;
      // Nothing is at these addresses and in these bodies, so that nothing is done.
      const doesNothing = method !== "get" && !at.startsWith("/sources/sample");
      if (operation["x-token-scopes"].length === 0 || !doesNothing) continue;
      const answer = await ask(method, at, { ids: {} });
      const text = await answer.text();
      expect([method, at, /step_up_required|"forbidden"|"internal"/.exec(text)]).toEqual([
        method,
        at,
        null,
      ]);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(30);
  });

  it("name the content type of every download", async () => {
    const query: Record<string, string> = { "/campaigns/export": `?campaignId=${ids.campaignId}` };
    for (const { path: at, file } of apiRoutes.filter((route) => route.file)) {
      const answer = await ask("get", at, { query: query[at] ?? "" });
      const type = answer.headers.get("content-type")?.split(";")[0];
      expect([at, answer.status, type]).toEqual([at, 200, file?.[0]]);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });
});
