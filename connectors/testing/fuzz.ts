import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError, type ConnectorIo, type WholeAnswer, type WholeRequest } from "../contract";
import type { ConformanceHarness, World } from "./harness";
import { mutate, mutation, type Mutation } from "./mutations";
import { errorsOf, runAll } from "./run";

type Exchange = ConnectorIo["exchange"];
type Answers = Map<string, WholeAnswer>;

const textOf = (body: string | Uint8Array | null | undefined): string =>
  typeof body === "string" ? body : new TextDecoder().decode(body ?? new Uint8Array());

const questionOf = ({ method, url, body }: WholeRequest): string =>
  `${method} ${url} ${textOf(body)}`;

/** Both ways out of a connector over one exchange, so that none escapes the mutations. */
function throughOne(exchange: Exchange): Pick<ConnectorIo, "fetch" | "exchange"> {
  const fetch: ConnectorIo["fetch"] = async (input, init) => {
    const { method, url, headers, body } = await plain(new Request(input, init));
    const answer = await exchange({ method, url, headers, ...(body === "" ? {} : { body }) });
    return new Response(answer.body === null ? null : new Uint8Array(answer.body), answer);
  };
  return { fetch, exchange };
}

const plain = async (asked: Request) => ({
  method: asked.method,
  url: asked.url,
  headers: Object.fromEntries(asked.headers),
  body: await asked.text(),
});

/** Keeps every answer of an honest run; a `304` says nothing that the first answer did not. */
const recording =
  (exchange: Exchange, answers: Answers): Exchange =>
  async (asked) => {
    const answer = await exchange(asked);
    if (answer.status !== 304) answers.set(questionOf(asked), answer);
    return answer;
  };

/** Gives the kept answers, each changed by `change`; what nobody asked before is absent. */
const replaying =
  (answers: Answers, change: (body: string) => string): Exchange =>
  async (asked) => {
    const kept = answers.get(questionOf(asked));
    const body = (text: string): Uint8Array => new TextEncoder().encode(text);
    if (!kept)
      return { status: 404, headers: new Headers(), body: body('{"message":"Not Found"}') };
    return { ...kept, body: kept.body === null ? null : body(change(textOf(kept.body))) };
  };

/**
 * Reliability test T13: recorded answers of the stand-in are mutated at random. Nothing but a
 * ConnectorError may come out and no prototype may change. `mutations` is the least number.
 */
export function describeFuzz(name: string, harness: ConformanceHarness, mutations = 1_000): void {
  describe(`${name}: mutated answers (T13)`, () => {
    let world: World;
    const answers: Answers = new Map();
    const at = new Date();
    const now = (): Date => at;
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    beforeAll(async () => {
      world = await harness.start();
      const io = testConnectorIo({ limits: { wallMs: 30_000, connectMs: 10_000 }, now });
      const kept = throughOne(recording((asked) => io.exchange(asked), answers));
      const honest = await runAll(harness, world.url, { ...io, ...kept });
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
      const io = testConnectorIo({ now });
      const change = (body: string): string => {
        asked += 1;
        const chosen = changes[asked % changes.length];
        if (asked <= spared || !chosen) return body;
        done += 1;
        return mutate(body, chosen);
      };
      const replayed = throughOne(replaying(answers, change));
      try {
        const outcome = await runAll(harness, world.url, { ...io, ...replayed }, false, 50);
        expect(errorsOf(outcome).filter((error) => !(error instanceof ConnectorError))).toEqual([]);
      } finally {
        await io.close();
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      return done;
    }

    test(`${mutations} mutations leave ConnectorErrors only`, { timeout: 300_000 }, async () => {
      // Eight at a time: an SDK's queues mostly wait.
      const batch = fc.array(
        fc.record({
          changes: fc.array(mutation, { minLength: 1, maxLength: 40 }),
          spared: fc.nat({ max: 40 }),
        }),
        { minLength: 8, maxLength: 8 },
      );
      const count = { done: 0 };
      const first = Date.now() % 2 ** 31;
      const seeds = Array.from({ length: mutations }, (_, round) => first + round);
      for (const seed of seeds) {
        if (count.done >= mutations) break;
        await fc.assert(
          fc.asyncProperty(batch, async (runs) => {
            const met = await Promise.all(runs.map((run) => meet(run.changes, run.spared)));
            for (const each of met) count.done += each;
          }),
          { numRuns: 1, seed, endOnFailure: true },
        );
      }
      await new Promise((next) => setImmediate(next));
      expect(unhandled).toEqual([]);
      expect(count.done).toBeGreaterThanOrEqual(mutations);
    });
  });
}
