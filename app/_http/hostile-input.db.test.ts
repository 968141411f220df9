import { describe, expect, it } from "vitest";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import readingDoors from "./reading-doors.json" with { type: "json" };
import { allDoors, type UseCase } from "./testing/doors";

useDatabase();

const someone = "00000000-0000-7000-8000-0000000000aa";

/** Bodies as they come off the wire: JSON.parse makes `__proto__` an own key. */
const poison = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"prototype":{"polluted":true}}',
  '{"__proto__":{"role":"admin","permission":"public"}}',
  '{"config":{"__proto__":{"polluted":true}}}',
  '{"config":{"constructor":{"prototype":{"polluted":true}}}}',
  '{"target":{"__proto__":{"polluted":true}}}',
  '{"name":{"__proto__":{"polluted":true}}}',
];
const scalars = [
  '["a"]',
  '[["a"]]',
  "[]",
  '{"contains":""}',
  '{"not":null}',
  '{"in":["a","b"]}',
  '{"gt":""}',
  '{"$ne":null}',
  '{"OR":[{}]}',
  '{"startsWith":"0"}',
  '{"set":"admin"}',
  '{"increment":1}',
  "true",
  "1e999",
  '"\\u0000"',
  "null",
];
const fields = ["id", "name", "email", "personId", "sourceId", "tokenId", "sessionId", "query"];
const bodies = [
  ...poison,
  ...fields.flatMap((field) => scalars.map((value) => `{"${field}":${value}}`)),
  ...scalars,
  ...fields.map((field) => `{"${field}":${"[".repeat(3_000)}${"]".repeat(3_000)}}`),
  ...poison.flatMap((text) => [`[${text}]`, `{"a":${text}}`, `{"input":${text}}`]),
];

/** What a caller might hope to set along with what it may. */
const smuggled = {
  role: "admin",
  ownerId: someone,
  status: "active",
  personId: someone,
  id: someone,
  isSample: true,
  permission: "public",
  createdBy: someone,
  sealedSecrets: "x",
  tokenHash: "x",
  reach: "all",
  steppedUpAt: "2030-01-01T00:00:00Z",
};

async function withInput(): Promise<{ name: string; useCase: UseCase }[]> {
  const doors = await allDoors();
  return doors.flatMap(({ name, useCase }) => (useCase?.input ? [{ name, useCase }] : []));
}

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
  it(`is refused at every door for ${bodies.length} bodies, and Object.prototype stays as it was`, async () => {
    expect(bodies.length).toBeGreaterThan(180);
    const before = Object.getOwnPropertyNames(Object.prototype).toSorted();
    const rows = await fingerprint();
    const doors = await withInput();
    const crashed: string[] = [];
    const ctx = personContext("admin");
    for (const { name, useCase } of doors) {
      for (const body of bodies) {
        const given: unknown = JSON.parse(body);
        const parsed = useCase.input?.safeParse(given);
        // A field that is optional may be left out; what is not understood must not pass.
        if (parsed?.success && given !== null && typeof given === "object") {
          const kept = JSON.stringify(parsed.data ?? null);
          if (/polluted|"contains"|"\$ne"|"increment"|"startsWith"/.test(kept)) {
            crashed.push(`${name} accepts ${body.slice(0, 80)}`);
          }
        }
      }
      for (const body of poison) {
        await useCase(ctx, JSON.parse(body)).catch((error: unknown) => {
          if (!(error instanceof DomainError)) crashed.push(`${name}: ${body}: ${String(error)}`);
        });
      }
    }
    expect(crashed).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(await fingerprint()).toBe(rows);
    expect(doors.length).toBeGreaterThan(40);
  }, 240_000);

  it("cannot smuggle a role, an owner or a status into any write: unknown fields are named", async () => {
    const accepted: string[] = [];
    let checked = 0;
    for (const { name, useCase } of await withInput()) {
      const known = new Set(Object.keys((useCase.input as { shape?: object }).shape ?? {}));
      for (const [field, value] of Object.entries(smuggled)) {
        if (known.has(field)) continue;
        const parsed = useCase.input?.safeParse({ [field]: value });
        checked += 1;
        if (parsed?.success) {
          if (JSON.stringify(parsed.data).includes(field)) accepted.push(`${name}: ${field}`);
          continue;
        }
        const said = JSON.stringify(parsed?.error?.issues);
        if (!said.includes("unrecognized_keys")) accepted.push(`${name} does not notice ${field}`);
      }
    }
    expect(accepted).toEqual([]);
    expect(checked).toBeGreaterThan(400);
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
