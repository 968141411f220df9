import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError } from "../contract";
import { rewritten, startFaultServer, type FaultServer } from "./fault-server";
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

/**
 * Reliability test T13: answers of the stand-in are mutated at random. Nothing but a ConnectorError
 * may come out, in bounded time, and no prototype may change. `mutations` is the least number.
 */
export function describeFuzz(name: string, harness: ConformanceHarness, mutations = 1_000): void {
  describe(`${name}: mutated answers (T13)`, () => {
    let world: World;
    let proxy: FaultServer;
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    beforeAll(async () => {
      world = await harness.start();
      proxy = await startFaultServer(world.url);
      process.on("unhandledRejection", note);
    });
    afterAll(async () => {
      process.off("unhandledRejection", note);
      await proxy.close();
      await world.close();
    });

    test(`${mutations} mutations leave ConnectorErrors only`, { timeout: 300_000 }, async () => {
      const honest = testConnectorIo();
      await runAll(harness, proxy.url, honest);
      await honest.close();
      const count = { done: 0 };
      for (let seed = Date.now() % 2 ** 31; count.done < mutations; seed += 1) {
        await fc.assert(
          fc.asyncProperty(
            fc.array(mutation, { minLength: 1, maxLength: 4 }),
            fc.nat({ max: 6 }),
            async (changes, spared) => {
              let asked = 0;
              proxy.misbehave(
                rewritten((body) => {
                  asked += 1;
                  const change = changes[asked % changes.length];
                  if (asked <= spared || !change) return body;
                  count.done += 1;
                  return mutate(body, change);
                }),
              );
              const io = testConnectorIo();
              try {
                const outcome = await runAll(harness, proxy.url, io, false, 50);
                const others = errorsOf(outcome).filter(
                  (error) => !(error instanceof ConnectorError),
                );
                expect(others).toEqual([]);
              } finally {
                await io.close();
              }
              expect(Object.keys(Object.prototype)).toEqual([]);
              expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
            },
          ),
          { numRuns: 50, seed, endOnFailure: true },
        );
      }
      proxy.misbehave(null);
      expect(unhandled).toEqual([]);
      expect(count.done).toBeGreaterThanOrEqual(mutations);
    });
  });
}
