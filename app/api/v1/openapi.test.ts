import { globSync } from "node:fs";
import path from "node:path";
import { type Document, OpenAPIBackend } from "openapi-backend";
import { describe, expect, it } from "vitest";
import { scopesAllow, tokenScopes } from "@/lib/domain/people/permissions";
import { accessOf } from "@/lib/use-cases/api/api-access";
import { apiDocument } from "@/lib/use-cases/api/api-document";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import { noDoor } from "../../_http/no-door";
import { described } from "../../_http/testing/described";

interface Handler {
  run?: unknown;
  status?: number;
  file?: boolean;
  upload?: boolean;
}

const root = path.resolve(".");
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every handler of every route file by `get /…`, as the server would load it. */
async function built(): Promise<Map<string, Handler>> {
  const found = new Map<string, Handler>();
  for (const file of globSync("app/api/v1/**/route.ts", { cwd: root })) {
    const loaded = (await import(path.join(root, file))) as Record<string, Handler>;
    const where = path.dirname(file).replace("app/api/v1", "");
    for (const method of methods) {
      const name = `${method.toLowerCase()} ${where.replaceAll("[", "{").replaceAll("]", "}")}`;
      if (loaded[method] && loaded[method] !== noDoor) found.set(name, loaded[method]);
    }
  }
  return found;
}

const operations = () =>
  Object.entries(apiDocument().paths).flatMap(([at, found]) =>
    Object.entries(found).map(([method, operation]) => ({
      name: `${method} ${at.replace("/api/v1", "")}`,
      operation,
    })),
  );

const withoutSchemas = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one: unknown) => {
      if (key === "schema") return {};
      return key === "schemas" ? { Error: {} } : one;
    }),
  );

function* schemasIn(value: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    if (key === "schema") yield one;
    else if (key === "schemas") yield* Object.values(one as object);
    else yield* schemasIn(one);
  }
}

describe("the OpenAPI document", () => {
  it("names every method of every route, and none that is not there", async () => {
    const handlers = await built();
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...handlers.keys()].toSorted());
    expect(handlers.size).toBeGreaterThan(120);
  });

  it("describes the very command or query that a route runs, its status and its kind of body", async () => {
    const handlers = await built();
    for (const route of apiRoutes.filter(({ run }) => run)) {
      const name = `${route.method} ${route.path}`;
      const handler = handlers.get(name);
      expect([name, handler?.run === route.run]).toEqual([name, true]);
      expect([name, handler?.status, Boolean(handler?.file), Boolean(handler?.upload)]).toEqual([
        name,
        route.status,
        Boolean(route.file),
        Boolean(route.upload),
      ]);
    }
  });

  it("has the structure that OpenAPI prescribes", () => {
    expect(apiDocument().openapi).toBe("3.1.0");
    // What 3.1 changed is the language of schemas, which the next test reads.
    const definition = withoutSchemas({ ...apiDocument(), openapi: "3.0.3" }) as Document;
    const backend = new OpenAPIBackend({ definition });
    backend.document = definition;
    expect(() => backend.validateDefinition()).not.toThrow();
    backend.document = { ...definition, paths: { "/x": { get: {} as never } } };
    expect(() => backend.validateDefinition()).toThrow("not valid");
  });

  it("holds only schemas that read back as JSON Schema 2020-12", () => {
    const schemas = [...schemasIn(apiDocument())];
    expect(schemas.length).toBeGreaterThan(300);
    const properties = Object.fromEntries(schemas.map((schema, n) => [`schema${n}`, schema]));
    expect(() => described({ type: "object", properties })).not.toThrow();
    expect(() => described({ type: "object", properties: { x: { type: "file" } } })).toThrow(
      "Unsupported type",
    );
  });

  it("says of every operation that changes something what it answers", () => {
    const silent = apiRoutes.filter(
      ({ method, answer, file }) => method !== "get" && !answer && !file,
    );
    expect(silent.map(({ method, path: at }) => `${method} ${at}`)).toEqual([]);
  });

  it("refers to nothing that it does not hold", () => {
    const text = JSON.stringify(apiDocument());
    const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name ?? "");
    const schemas = Object.keys(apiDocument().components.schemas);
    expect(names.length).toBeGreaterThan(500);
    expect(
      [...new Set(names)].filter(
        (name) => !schemas.includes(name.replace("#/components/schemas/", "")),
      ),
    ).toEqual([]);
  });

  it("gives every operation a name of its own, with every parameter of its path", () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, operation } of operations()) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
      const given = ("parameters" in operation ? operation.parameters : [])
        .filter((one) => one.in === "path")
        .map((one) => one.name);
      expect([name, given]).toEqual([name, inPath]);
    }
  });

  it("says of every operation which scopes open it, and that none opens one with a step-up", () => {
    const stepUps: string[] = [];
    for (const { method, path: at, run } of apiRoutes) {
      if (!run) continue;
      const { scopes, stepUp, permission } = accessOf(run);
      const open = Object.keys(tokenScopes).filter((scope) => scopesAllow([scope], permission));
      expect([at, scopes]).toEqual([at, stepUp ? [] : open]);
      if (stepUp) stepUps.push(`${method} ${at}`);
      const operation = apiDocument().paths[`/api/v1${at}`]?.[method];
      expect(operation?.security).toEqual([
        ...scopes.map((scope) => ({ token: [scope] })),
        { session: [] },
      ]);
      expect(Object.hasOwn(operation?.responses ?? {}, 403)).toBe(true);
    }
    expect(stepUps).toContain("post /tokens");
    expect(stepUps).toContain("post /offboarding/{caseId}/approve");
    expect(stepUps.length).toBeGreaterThan(15);
  });

  it("takes files as application/octet-stream and says of what type downloads are", () => {
    const { paths } = apiDocument();
    const upload = paths["/api/v1/sources/{sourceId}/files"]?.post;
    expect(upload).toMatchObject({
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      parameters: [
        { name: "sourceId", in: "path", required: true },
        { name: "name", in: "query", required: true },
        { name: "kind", in: "query", required: false },
      ],
    });
    expect(Object.keys(upload?.responses ?? {})).toEqual([
      "201",
      "400",
      "401",
      "403",
      "404",
      "409",
      "413",
      "500",
      "503",
    ]);
    expect(paths["/api/v1/evidence/{packId}/file"]?.get).toMatchObject({
      responses: { 200: { content: { "application/zip": {} } } },
    });
    expect(Object.keys(paths["/api/v1/openapi.json"]?.get?.responses ?? {})).toEqual(["200"]);
  });
});
