import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError, type ConnectorIo } from "../contract";
import type { ConformanceHarness, World } from "./harness";
import { errorsOf, runAll } from "./run";

/** What a place of an answer is replaced by. */
const intruders = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    "__proto__",
    "constructor",
    "\u0000",
    "\uD800",
    "x".repeat(70_000),
    "9999-99-99T99:99:99Z",
    "-271821-04-20T00:00:00Z",
    "http://169.254.169.254/",
    "javascript:alert(1)",
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

type Mutation =
  | { how: "replace" | "remove" | "double" | "pollute"; at: number; by: unknown }
  | { how: "cut" | "flip" | "insert"; at: number; by: unknown };
const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom(
    "replace",
    "replace",
    "replace",
    "remove",
    "double",
    "pollute",
    "cut",
    "flip",
    "insert",
  ),
  at: fc.nat({ max: 1_000_000 }),
  by: intruders,
});

type Place = { holder: Record<string, unknown>; key: string };

function* places(value: unknown): Generator<Place> {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield { holder, key };
    yield* places(holder[key]);
  }
}

const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';

function mutateJson(body: string, { how, at, by }: Mutation): string {
  const root = { body: JSON.parse(body) as unknown };
  const all = [...places(root)];
  const place = all[at % all.length];
  if (!place) return body;
  const { holder, key } = place;
  if (how === "remove") delete holder[key];
  else if (how === "double" && Array.isArray(holder)) holder.push(structuredClone(holder[key]));
  else if (how === "pollute") {
    return JSON.stringify(root.body).replace("{", `{${poison},`).replace(",}", "}");
  } else holder[key] = by;
  return JSON.stringify(root.body) ?? "";
}

function mutateText(body: string, { how, at, by }: Mutation): string {
  const here = at % (body.length + 1);
  if (how === "cut") return body.slice(0, here);
  const put = how === "flip" ? String.fromCharCode((body.charCodeAt(here) || 0) ^ 1) : String(by);
  return body.slice(0, here) + put + body.slice(how === "flip" ? here + 1 : here);
}

function mutate(body: string, change: Mutation): string {
  if (body === "" || ["cut", "flip", "insert"].includes(change.how))
    return mutateText(body, change);
  try {
    return mutateJson(body, change);
  } catch {
    return mutateText(body, { ...change, how: "insert" });
  }
}

interface Recorded {
  status: number;
  headers: [string, string][];
  body: string;
}
type Fetch = ConnectorIo["fetch"];

async function questionOf(input: Parameters<Fetch>[0], init?: RequestInit): Promise<string> {
  const asked = new Request(input, { ...init, signal: null });
  return `${asked.method} ${asked.url} ${await asked.text()}`;
}

/** Keeps every answer of an honest run; a `304` says nothing that the first answer did not. */
function recording(fetch: Fetch, answers: Map<string, Recorded>): Fetch {
  return async (input, init) => {
    const question = await questionOf(input, init);
    const answer = await fetch(input, init);
    const body = await answer.clone().text();
    if (answer.status !== 304) {
      answers.set(question, { status: answer.status, headers: [...answer.headers], body });
    }
    return answer;
  };
}

/** Gives the kept answers, each changed by `change`; what nobody asked before is absent. */
function replaying(
  answers: ReadonlyMap<string, Recorded>,
  change: (body: string) => string,
): Fetch {
  return async (input, init) => {
    const kept = answers.get(await questionOf(input, init));
    if (!kept) return Response.json({ message: "Not Found" }, { status: 404 });
    const { status, headers, body } = kept;
    const sent = headers.filter(([name]) => !/^content-(?:length|encoding)$/.test(name));
    return new Response(status === 204 ? null : change(body), { status, headers: sent });
  };
}

/**
 * Reliability test T13: recorded answers of the stand-in are mutated at random. Nothing but a
 * ConnectorError may come out and no prototype may change. `mutations` is the least number.
 */
export function describeFuzz(name: string, harness: ConformanceHarness, mutations = 1_000): void {
  describe(`${name}: mutated answers (T13)`, () => {
    let world: World;
    const answers = new Map<string, Recorded>();
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    beforeAll(async () => {
      world = await harness.start();
      const io = testConnectorIo({ limits: { wallMs: 30_000, connectMs: 10_000 } });
      const fetch = recording(io.fetch, answers);
      const honest = await runAll(harness, world.url, { ...io, fetch });
      await io.close();
      expect(errorsOf(honest)).toEqual([]);
      process.on("unhandledRejection", note);
    });
    afterAll(async () => {
      process.off("unhandledRejection", note);
      await world.close();
    });

    async function meet(changes: readonly Mutation[], spared: number): Promise<number> {
      let asked = 0;
      let done = 0;
      const io = testConnectorIo();
      const fetch = replaying(answers, (body) => {
        asked += 1;
        const change = changes[asked % changes.length];
        if (asked <= spared || !change) return body;
        done += 1;
        return mutate(body, change);
      });
      try {
        const outcome = await runAll(harness, world.url, { ...io, fetch }, false, 50);
        expect(errorsOf(outcome).filter((error) => !(error instanceof ConnectorError))).toEqual([]);
      } finally {
        await io.close();
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      return done;
    }

    test(`${mutations} mutations leave ConnectorErrors only`, { timeout: 300_000 }, async () => {
      const count = { done: 0 };
      // Eight at a time: an SDK's queues mostly wait.
      const cases = fc.array(
        fc.record({
          changes: fc.array(mutation, { minLength: 1, maxLength: 40 }),
          spared: fc.nat({ max: 40 }),
        }),
        { minLength: 8, maxLength: 8 },
      );
      for (let seed = Date.now() % 2 ** 31; count.done < mutations; seed += 1) {
        await fc.assert(
          fc.asyncProperty(cases, async (batch) => {
            const met = await Promise.all(batch.map((one) => meet(one.changes, one.spared)));
            for (const each of met) count.done += each;
          }),
          { numRuns: 5, seed, endOnFailure: true },
        );
      }
      await new Promise((next) => setImmediate(next));
      expect(unhandled).toEqual([]);
      expect(count.done).toBeGreaterThanOrEqual(mutations);
    });
  });
}
