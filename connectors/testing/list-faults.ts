import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { Fact } from "@/lib/domain/evidence";
import { ConnectorError, type SourceRecord } from "../contract";
import { codesOf } from "./fault-codes";
import {
  faults,
  startFaultServer,
  type FaultName,
  type FaultServer,
  type SeenRequest,
} from "./fault-server";
import type { ConformanceHarness, HttpFaults, World } from "./harness";
import { drain, keyOf, type StreamOutcome } from "./run";

/** What no list may turn into fewer records without a word. */
const mute: readonly FaultName[] = [
  "500",
  "429 with Retry-After in seconds",
  "truncated body",
  "HTML instead of data",
  "a wrong schema",
  "an empty 200",
];

/** Numbers and ids name one of many of the same list. */
const shapeOf = (key: string): string =>
  key.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "ID").replaceAll(/(?<=[/=-])\d+(?=[/?&]|$)/g, "N");

const byKey = (records: readonly SourceRecord[]) =>
  new Map(records.map((record) => [keyOf(record), record]));
const factsOf = (record: SourceRecord | undefined): Readonly<Record<string, Fact<unknown>>> =>
  record && "facts" in record ? record.facts : {};

/** Records that came or went, and facts that are known to be something else. To know less is no change. */
function changesOf(whole: readonly SourceRecord[], read: readonly SourceRecord[]): string[] {
  const [before, after] = [byKey(whole), byKey(read)];
  const came = [...after.keys()].filter((key) => !before.has(key)).map((key) => `came: ${key}`);
  const went = [...before.keys()].filter((key) => !after.has(key)).map((key) => `went: ${key}`);
  const turned = [...after].flatMap(([key, record]) =>
    Object.entries(factsOf(record)).flatMap(([name, fact]) => {
      const was = factsOf(before.get(key))[name];
      const isSame =
        fact?.state !== "known" ||
        (was?.state === "known" && JSON.stringify(was.value) === JSON.stringify(fact.value));
      return isSame
        ? []
        : [`${key} ${name}: ${JSON.stringify(was)} became ${JSON.stringify(fact)}`];
    }),
  );
  return [...came, ...went, ...turned];
}

/** One list of the provider misbehaves and all else is well (T11): nothing of it is lost unsaid. */
export function describeListFaults(harness: ConformanceHarness, http: HttpFaults): void {
  describe("a fault of one list (T11)", () => {
    let world: World;
    let proxy: FaultServer;
    beforeAll(async () => {
      world = await harness.start();
      proxy = await startFaultServer(world.url);
    });
    afterAll(async () => {
      await proxy.close();
      await world.close();
    });

    const listOf = (request: SeenRequest): string =>
      shapeOf(
        (http.listKey ?? (({ method, path }) => `${method} ${path.split("?", 1)[0]}`))(request),
      );

    async function read(name: string): Promise<StreamOutcome> {
      const io = testConnectorIo({ limits: { wallMs: 30_000, connectMs: 10_000 } });
      const config: unknown = harness.manifest.config.parse(harness.config(proxy.url));
      const at = harness.manifest.streams.findIndex((stream) => stream.name === name);
      const connection = await harness.connector.connect(config, io);
      try {
        return await drain(() => Promise.resolve(connection), at, false, 5_000);
      } finally {
        await connection.close?.();
        await io.close();
      }
    }
    let known: Promise<Map<string, { stream: string; whole: SourceRecord[] }>> | undefined;
    /** Each list with a stream that asks it, and what that stream lists when all is well. */
    function lists() {
      const learn = async () => {
        const found = new Map<string, { stream: string; whole: SourceRecord[] }>();
        for (const { name } of harness.manifest.streams) {
          const from = proxy.seen.length;
          const whole = (await read(name)).records;
          for (const request of proxy.seen.slice(from)) {
            const list = listOf(request);
            if (!found.has(list) && !http.signIn?.(request))
              found.set(list, { stream: name, whole });
          }
        }
        return found;
      };
      return (known ??= learn());
    }

    test.each(mute)("%s leaves what it was, or the stream says so", async (fault) => {
      const unsaid: string[] = [];
      const nth = mute.indexOf(fault);
      for (const [at, [list, { stream, whole }]] of [...(await lists())].entries()) {
        if ((nth + at) % mute.length >= (http.faultsPerList ?? mute.length)) continue;
        proxy.misbehave(faults[fault], { only: (request) => listOf(request) === list });
        const outcome = await read(stream);
        proxy.misbehave(null);
        const { error } = outcome;
        if (error !== undefined) {
          expect(error).toBeInstanceOf(ConnectorError);
          expect([list, codesOf[fault]]).toEqual([
            list,
            expect.arrayContaining([(error as ConnectorError).code]),
          ]);
        } else if (outcome.complete) {
          const changes = changesOf(whole, outcome.records);
          if (changes.length > 0) unsaid.push([stream, list, ...changes].join("\n  "));
        }
      }
      expect(unsaid).toEqual([]);
    });
  });
}
