import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError, type SourceRecord } from "../contract";
import { codesOf, midway, silent, timed } from "./fault-codes";
import {
  echo,
  faults,
  rewritten,
  samePage,
  startFaultServer,
  type FaultName,
  type FaultServer,
  type SeenRequest,
} from "./fault-server";
import type { ConformanceHarness, HttpFaults, World } from "./harness";
import { errorsOf, isComplete, keyOf, recordsOf, runAll, type RunOutcome } from "./run";

interface RunOptions {
  wallMs?: number;
  maxBodyBytes?: number;
  together?: boolean;
}
/** More than any honest answer of a stand-in, and far less than a fault sends. */
const mostBytes = 2 * 1024 * 1024;

function doubled(body: string): string {
  const twice = (list: unknown[]): unknown[] =>
    list.flatMap((each) => [each, structuredClone(each)]);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body; // A file or an empty answer holds no list.
  }
  if (Array.isArray(parsed)) return JSON.stringify(twice(parsed));
  if (typeof parsed !== "object" || parsed === null) return body;
  const entries = Object.entries(parsed).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) && typeof value[0] === "object" ? twice(value) : value,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Reliability test T11 for one connector: the provider misbehaves, the connector says how. */
export function describeHttpFaults(harness: ConformanceHarness, http: HttpFaults): void {
  describe("provider faults (T11)", () => {
    let world: World;
    let proxy: FaultServer;
    let unhandled = 0;
    const count = (): number => (unhandled += 1);
    const bound = http.boundMs ?? 10_000;

    beforeAll(async () => {
      world = await harness.start();
      proxy = await startFaultServer(world.url);
      process.on("unhandledRejection", count);
    });
    afterEach(() => proxy.misbehave(null));
    afterAll(async () => {
      process.off("unhandledRejection", count);
      await proxy.close();
      await world.close();
    });

    async function run({ wallMs = 30_000, ...more }: RunOptions = {}): Promise<RunOutcome> {
      const { maxBodyBytes = mostBytes, together = false } = more;
      const io = testConnectorIo({ limits: { wallMs, connectMs: 10_000, maxBodyBytes } });
      const before = Date.now();
      try {
        return await runAll(harness, proxy.url, io, false, 5_000, together);
      } finally {
        await io.close();
        await new Promise((next) => setImmediate(next));
        expect(unhandled).toBe(0);
        expect(Date.now() - before).toBeLessThan(bound);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }
    }

    let honestRun: Promise<{ outcome: RunOutcome; requests: number }> | undefined;
    /** What a run without faults gives; read once, since the stand-in's world stays as it is. */
    function honest() {
      const read = async () => {
        const from = proxy.seen.length;
        const outcome = await run();
        return { outcome, requests: proxy.seen.length - from };
      };
      return (honestRun ??= read());
    }

    function expectCodes(
      outcome: RunOutcome,
      codes: readonly string[],
    ): ConnectorError | undefined {
      const errors = errorsOf(outcome);
      for (const error of errors) expect(error).toBeInstanceOf(ConnectorError);
      const own = errors as ConnectorError[];
      expect(isComplete(outcome), "a run with a fault must not count as complete").toBe(false);
      const met = own.map((error) => error.code);
      if (met.length === 0 && codes.includes("forbidden")) return undefined;
      expect(met.length, "the fault must surface").toBeGreaterThan(0);
      expect(
        [...new Set(met)].filter((code) => !codes.includes(code)),
        String(own[0]),
      ).toEqual([]);
      for (const error of own) {
        for (const canary of harness.canaries) expect(error.message).not.toContain(canary);
      }
      return own[0];
    }

    const { signIn } = http;
    for (const fault of Object.keys(codesOf) as FaultName[]) {
      surfaces(fault, fault, http.expected);
      if (!signIn) continue;
      const only = (request: SeenRequest): boolean => !signIn(request);
      surfaces(fault, `${fault} behind the sign-in`, {}, only);
    }

    function surfaces(
      fault: FaultName,
      title: string,
      expected: HttpFaults["expected"],
      only?: (request: SeenRequest) => boolean,
    ): void {
      const codes = expected?.[fault] ?? codesOf[fault];
      test(`${title} surfaces as ${codes.join(" or ")}`, { timeout: bound + 5_000 }, async () => {
        proxy.misbehave(faults[fault], only && { only });
        // Each is found by what it is: silence by the clock, all else also on a busy machine.
        const outcome = await run({
          together: true,
          ...(silent.has(fault) ? { wallMs: 300 } : {}),
        });
        expect(proxy.hits).toBeGreaterThan(0);
        if (codes.includes("absorbed") && isComplete(outcome)) return;
        const error = expectCodes(outcome, codes);
        if (!timed.has(fault) || !error) return;
        expect(error.extra.retryAfterMs).toBeGreaterThan(4_000);
        expect(error.extra.retryAfterMs).toBeLessThanOrEqual(
          fault.includes("seconds") ? 7_000 : 8_000,
        );
      });
    }

    for (const fault of midway) {
      test(
        `${fault} in the middle of a run never leaves a complete run`,
        { timeout: bound * 2 + 5_000 },
        async () => {
          const after = Math.floor((await honest()).requests / 2);
          proxy.misbehave(faults[fault], { after });
          const outcome = await run();
          expect(proxy.hits).toBeGreaterThan(0);
          expect(isComplete(outcome)).toBe(false);
          for (const error of errorsOf(outcome)) expect(error).toBeInstanceOf(ConnectorError);
        },
      );
    }

    test("a provider that repeats the call brings no secret into an error", async () => {
      proxy.misbehave(echo);
      const said = errorsOf(await run({ together: true })).map(String);
      expect(proxy.hits).toBeGreaterThan(0);
      for (const canary of harness.canaries) {
        expect(said.filter((message) => message.includes(canary))).toEqual([]);
      }
    });

    test("verify under a dead credential says unauthorized", async () => {
      proxy.misbehave(faults["401"]);
      const io = testConnectorIo();
      const config: unknown = harness.manifest.config.parse(harness.config(proxy.url));
      const asked = harness.connector
        .connect(config, io)
        .then(async (connection) => connection.verify());
      await expect(asked).rejects.toMatchObject({ code: "unauthorized" });
      await io.close();
    });

    const distinct = (records: SourceRecord[]): string[] => [...new Set(records.map(keyOf))].sort();

    test("the same page for ever ends the run", { timeout: bound + 5_000 }, async () => {
      const listKey =
        http.listKey ?? ((request) => `${request.method} ${request.path.split("?", 1)[0]}`);
      const { outcome: whole } = await honest();
      proxy.misbehave(samePage(listKey));
      const outcome = await run();
      const repeats = outcome.streams.some((stream) => stream.cursorRepeated);
      const pages = !http.fansOut && whole.streams.some((stream) => stream.pages > 1);
      if (pages) expect(repeats || errorsOf(outcome).length > 0).toBe(true);
      for (const error of errorsOf(outcome)) {
        expect(error).toMatchObject({ code: "unexpected_response" });
      }
    });

    test(
      "a page with duplicates lists the same identities once each",
      { timeout: bound * 2 + 5_000 },
      async () => {
        const { outcome: whole } = await honest();
        proxy.misbehave(rewritten(http.duplicate ?? doubled));
        const outcome = await run();
        expect(errorsOf(outcome)).toEqual([]);
        expect(distinct(recordsOf(outcome))).toEqual(distinct(recordsOf(whole)));
      },
    );

    test.runIf(http.detail)(
      "an item that vanishes between list and detail is skipped, the rest stays",
      { timeout: bound * 2 + 5_000 },
      async () => {
        const whole = distinct(recordsOf((await honest()).outcome));
        let first: string | undefined;
        const detail = http.detail ?? (() => false);
        proxy.misbehave(faults["404"], {
          only: (request) => {
            if (!detail(request)) return false;
            first ??= request.path + request.body;
            return first === request.path + request.body;
          },
        });
        const outcome = await run();
        expect(proxy.hits).toBeGreaterThan(0);
        expect(errorsOf(outcome)).toEqual([]);
        const left = distinct(recordsOf(outcome));
        expect(left.length).toBeGreaterThan(whole.length / 2);
        expect(left.filter((key) => !whole.includes(key))).toEqual([]);
      },
    );
  });
}
