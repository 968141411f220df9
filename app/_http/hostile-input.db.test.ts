import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { registry } from "@/connectors/registry";
import { DomainError } from "@/lib/domain/errors";
import { type TokenScope, tokenScopes } from "@/lib/domain/people/permissions";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { accessOf } from "@/lib/use-cases/api/api-access";
import { apiDocument } from "@/lib/use-cases/api/api-document";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import readingDoors from "./reading-doors.json" with { type: "json" };
import { apiHandlers, askHandler } from "./testing/api-handlers";
import { allDoors, type UseCase } from "./testing/doors";
import { hostileProbes, sampleOf, schemaOf, smugglingProbes } from "./testing/hostile-probes";

useDatabase();

/** Bodies as they come off the wire: JSON.parse makes `__proto__` an own key. */
const poison = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"prototype":{"polluted":true}}',
  '{"config":{"__proto__":{"polluted":true}}}',
  '{"target":{"__proto__":{"polluted":true}}}',
  '{"name":{"__proto__":{"polluted":true}}}',
];

/**
 * Hostile values that are let in, and why that is no harm. Whatever is let in must leave no trace of
 * an operator in what the use-case gets to see.
 */
const letIn: { at: RegExp; value?: RegExp; why: string; kept?: true }[] = [
  {
    at: /^config$/,
    value: /^\{/,
    why: "a source's form is its connector's: the forms are probed one by one below",
    kept: true,
  },
  {
    at: /^destination\.fields$/,
    value: /^\{"(contains|gt|startsWith|set|__proto__)"/,
    why: "text by name; the destination's connector refuses names that it does not ask for",
    kept: true,
  },
  {
    at: /^(limit|startIndex|count)$/,
    value: /^(true|null|\[+\]+)$/,
    why: "paging comes from an address, where everything is text",
  },
  {
    at: /^(answer|passkey)\.authenticatorAttachment$/,
    why: "what a browser adds of its own is dropped unless it is known",
  },
];
const isLetIn = (at: string, value: string): (typeof letIn)[number] | undefined =>
  letIn.find((one) => one.at.test(at) && (one.value?.test(value) ?? true));

async function withInput(): Promise<{ name: string; useCase: UseCase }[]> {
  const doors = await allDoors();
  return doors.flatMap(({ name, useCase }) => (useCase?.input ? [{ name, useCase }] : []));
}

/** A token notes when it was used, which is no change that anybody asked for. */
const withoutUse = (rows: string): string => rows.replaceAll(/"lastUsedAt":[^,}]*/g, "");

/** Every row of every table that a person's request could change, as a fingerprint. */
async function fingerprint(): Promise<string> {
  const [people, tokens, sessions, sources, views, invitations] = await Promise.all([
    db().person.findMany(),
    db().apiToken.findMany(),
    db().session.findMany(),
    db().source.findMany(),
    db().savedView.findMany(),
    db().invitation.findMany(),
  ]);
  return JSON.stringify([people, tokens, sessions, sources, views, invitations], (_, value) =>
    typeof value === "bigint" ? String(value) : (value as unknown),
  );
}

describe("hostile input", () => {
  it("is refused at every door in every field, and Object.prototype stays as it was", async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).toSorted();
    const rows = await fingerprint();
    const doors = await withInput();
    const wrong: string[] = [];
    const used = new Set<unknown>();
    const ctx = personContext("admin");
    let probes = 0;
    for (const { name, useCase } of doors) {
      const input = useCase.input as z.ZodType;
      const schema = schemaOf(input);
      // A body that would not do anyway proves nothing of the value in it.
      const base = input.safeParse(sampleOf(schema));
      if (!base.success) wrong.push(`${name}: no sample: ${JSON.stringify(base.error.issues)}`);
      for (const { at, value, body } of hostileProbes(schema)) {
        probes += 1;
        const parsed = input.safeParse(body);
        if (!parsed.success) continue;
        const text = JSON.stringify(value);
        const reason = isLetIn(at, text);
        used.add(reason);
        const kept = JSON.stringify(parsed.data);
        if (!reason || (!reason.kept && /polluted|contains|\$ne|increment/.test(kept))) {
          wrong.push(`${name} accepts ${text.slice(0, 60)} as ${at || "the whole body"}`);
        }
      }
      for (const body of poison) {
        await useCase(ctx, JSON.parse(body)).catch((error: unknown) => {
          if (!(error instanceof DomainError)) wrong.push(`${name}: ${body}: ${String(error)}`);
        });
      }
    }
    expect(wrong).toEqual([]);
    expect(letIn.filter((one) => !used.has(one))).toEqual([]);
    expect(probes).toBeGreaterThan(15_000);
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(await fingerprint()).toBe(rows);
    expect(doors.length).toBeGreaterThan(40);
  }, 240_000);

  it("is refused in every field of every connector's form", () => {
    const wrong: string[] = [];
    let probes = 0;
    for (const [id, { manifest }] of Object.entries(registry)) {
      const schema = schemaOf(manifest.config);
      for (const { at, value, body } of [...hostileProbes(schema), ...smugglingProbes(schema)]) {
        probes += 1;
        if (!manifest.config.safeParse(body).success) continue;
        wrong.push(
          `${id} accepts ${JSON.stringify(value).slice(0, 60)} as ${at || "its whole form"}`,
        );
      }
    }
    expect(wrong).toEqual([]);
    expect(probes).toBeGreaterThan(300);
  });

  it("cannot smuggle a role, an owner or a status into any write, however deep in its body", async () => {
    const wrong: string[] = [];
    let probes = 0;
    for (const { name, useCase } of await withInput()) {
      for (const { at, body } of smugglingProbes(schemaOf(useCase.input as z.ZodType))) {
        probes += 1;
        const parsed = useCase.input?.safeParse(body);
        if (parsed?.success) {
          // Browsers add fields of their own to a passkey's answer: they are dropped.
          const isDropped =
            /^(answer|passkey)\./.test(at) &&
            !JSON.stringify(parsed.data).includes(`"${at.split(".").at(-1)}":`);
          if (!isDropped) wrong.push(`${name} accepts ${at}`);
        }
        if (parsed?.error && !JSON.stringify(parsed.error.issues).includes("unrecognized_keys")) {
          wrong.push(`${name} does not notice ${at}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(probes).toBeGreaterThan(1_500);
  });

  it("leaves exactly one line in the audit log at every door that writes", async () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const { name, useCase } of await withInput()) {
      if (/^(GET|page) /.test(name) || readingDoors.includes(name)) continue;
      const before = await db().auditEvent.count();
      await useCase(personContext("admin"), { nothing: true }).catch(() => undefined);
      const lines = (await db().auditEvent.count()) - before;
      checked += 1;
      if (lines !== 1) wrong.push(`${name}: ${lines}`);
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(30);
  });
});

/** What no door that takes a body takes as its body. */
const wholeBodies = [
  '["a"]',
  "[]",
  "true",
  '"text"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"OR":[{}]}',
  '{"id":{"not":null},"name":{"contains":""}}',
  '{"role":"admin","status":"active"}',
];
const wholeQueries = ["?__proto__=x", "?limit=1&limit=2", "?q[contains]=x", "?nothing[not]=null"];

describe("hostile input over HTTP", () => {
  it("is answered with 400 at every door of the API that a token opens, and changes nothing", async () => {
    const handlers = await apiHandlers();
    const person = await db().person.create({
      data: { email: "ann@example.com", name: "Ann", role: "admin", status: "active" },
    });
    const ctx = personContext("admin", { personId: person.id });
    const scopes = Object.keys(tokenScopes) as TokenScope[];
    const { token } = await createToken(ctx, { name: "Script", scopes, days: 1 });
    const rows = await fingerprint();
    const wrong: string[] = [];
    let asked = 0;
    for (const { method, path: at, run, upload } of apiRoutes) {
      const operation = apiDocument().paths[`/api/v1${at}`]?.[method];
      if (!run || !operation || accessOf(run).scopes.length === 0) continue;
      const takesQuery =
        "parameters" in operation && operation.parameters.some((one) => one.in === "query");
      const takesBody = "requestBody" in operation && !upload;
      const requests = [
        ...(takesBody ? wholeBodies.map((body) => ({ body })) : []),
        ...(takesQuery && !upload ? wholeQueries.map((query) => ({ query })) : []),
      ];
      for (const request of requests) {
        const answer = await askHandler(handlers, { method, at, bearer: token, ...request });
        asked += 1;
        if (answer.status !== 400) {
          wrong.push(`${method} ${at} ${JSON.stringify(request)}: ${answer.status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(300);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(withoutUse(await fingerprint())).toBe(withoutUse(rows));
  }, 120_000);
});
