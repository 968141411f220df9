import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasWords } from "@/lib/domain/inventory/attribute-words";
import { sourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { SourceRecord } from "../contract";
import type { ConformanceHarness, World } from "./harness";
import { describeHttpFaults } from "./http-conformance";
import { describeListFaults } from "./list-faults";
import { errorsOf, keyOf, recordsOf, runAll, type RunOutcome } from "./run";
import { findSecrets } from "./secret-scan";
import { describeTcpFaults } from "./tcp-conformance";

export type { ConformanceHarness, World } from "./harness";

type Io = ReturnType<typeof testConnectorIo>;
const patient = { wallMs: 30_000, connectMs: 10_000 };

/** What every connector must hold, whatever it reads. Call it once in `connectors/<id>/<id>.test.ts`. */
export function describeConformance(name: string, harness: ConformanceHarness): void {
  describe(`${name}: conformance`, () => {
    describeManifest(harness);
    describeRun(harness);
    describeVerification(harness);
    if (harness.http) describeHttpFaults(harness, harness.http);
    if (harness.http) describeListFaults(harness, harness.http);
    if (harness.tcp) describeTcpFaults(harness, harness.tcp);
  });
}

function describeManifest({ manifest }: ConformanceHarness): void {
  test("the manifest's form fits its configuration, and its documentation exists", () => {
    const fields = manifest.fields.map((field) => field.name);
    expect(new Set(fields).size).toBe(fields.length);
    expect(fields).toEqual(expect.arrayContaining([...manifest.secretFields]));
    for (const field of manifest.fields) {
      const isSecret = field.input === "secret" || field.input === "multiline-secret";
      expect([field.name, manifest.secretFields.includes(field.name)]).toEqual([
        field.name,
        isSecret,
      ]);
      if (field.when) expect(fields).toContain(field.when.field);
      expect(field.input !== "select" || (field.options?.length ?? 0) > 0).toBe(true);
    }
    expect(existsSync(manifest.docsPath)).toBe(true);
    expect(manifest.leastPrivilege.text.trim()).not.toBe("");
  });
}

function describeRun(harness: ConformanceHarness): void {
  describe("a run", () => {
    let world: World;
    let io: Io;
    let first: RunOutcome;
    let records: SourceRecord[];
    beforeAll(async () => {
      world = await harness.start();
      io = testConnectorIo({ limits: patient });
      first = await runAll(harness, world.url, io);
      records = recordsOf(first);
    });
    afterAll(async () => {
      await io?.close();
      await world?.close();
    });

    test("the manifest's streams are the connection's streams", () => {
      expect(first.connectError).toBeUndefined();
      expect(first.streams.map((stream) => stream.name)).toEqual(
        harness.manifest.streams.map((stream) => stream.name),
      );
    });

    test("paging ends, no cursor repeats, and something is listed", () => {
      expect(errorsOf(first)).toEqual([]);
      expect(first.streams.filter((stream) => stream.cursorRepeated)).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
    });

    test("every record is one that the inventory accepts", () => {
      for (const record of records) {
        const parsed = sourceRecord.safeParse(record);
        expect(parsed.success ? [] : [keyOf(record), parsed.error.issues]).toEqual([]);
        if ("attributes" in record) {
          expect(JSON.stringify(record.attributes).length).toBeLessThanOrEqual(32 * 1024);
        }
      }
    });

    test("every field of the provider that a reader is shown has words", () => {
      const keys = records.flatMap((record) =>
        record.type === "identity" || record.type === "stored_secret"
          ? Object.keys(record.attributes)
          : [],
      );
      expect([...new Set(keys)].filter((key) => !hasWords(key))).toEqual([]);
    });

    test("what refers to an identity refers to one that the run lists", () => {
      const listed = new Set(
        records.flatMap((record) =>
          record.type === "identity" || record.type === "stored_secret" ? [record.externalId] : [],
        ),
      );
      const credentials = records.flatMap((record) =>
        record.type === "credential" ? [record.externalId] : [],
      );
      const subjects = new Set([...listed, ...credentials]);
      const dangling = records.filter((record) => {
        if (record.type === "usage") return !subjects.has(record.subjectExternalId);
        return "identityExternalId" in record && !listed.has(record.identityExternalId);
      });
      expect(dangling.map(keyOf)).toEqual([]);
    });

    test("a record that appears twice in a run is the same both times", () => {
      const met = new Map<string, string>();
      for (const record of records.filter((each) => each.type !== "usage")) {
        const text = JSON.stringify(record).replaceAll(/"observedAt":"[^"]*"/g, "");
        expect([keyOf(record), met.get(keyOf(record)) ?? text]).toEqual([keyOf(record), text]);
        met.set(keyOf(record), text);
      }
    });

    test("no record, log line or description holds secret material", () => {
      expect(findSecrets(records, harness.canaries, harness.notSecret)).toEqual([]);
      const config: unknown = harness.manifest.config.parse(harness.config(world.url));
      const shown = [...io.logged, harness.manifest.describe(config)].join("\n");
      for (const canary of harness.canaries) expect(shown).not.toContain(canary);
    });

    test("ids are the same in a second run, which resumes on a new connection after every page", async () => {
      const second = await runAll(harness, world.url, io, true);
      expect(errorsOf(second)).toEqual([]);
      const keys = (from: SourceRecord[]): string[] => [...new Set(from.map(keyOf))].sort();
      expect(keys(recordsOf(second))).toEqual(keys(records));
    });
  });
}

function describeVerification(harness: ConformanceHarness): void {
  test("verify says who Muster is there and that nothing is missing", async () => {
    const { missing, principal, scope } = await verify(harness, await harness.start());
    expect([missing, principal !== "", scope !== ""]).toEqual([[], true, true]);
  });

  const { lacking } = harness;
  test.runIf(lacking)(
    "verify names a permission that is missing and the streams it leaves uncovered",
    async () => {
      if (!lacking) return;
      const changed = lacking.config
        ? { ...harness, config: lacking.config.bind(lacking) }
        : harness;
      const { missing } = await verify(changed, await lacking.start());
      const named = missing.find((each) => each.permission === lacking.permission);
      expect(named, JSON.stringify(missing)).toBeDefined();
      const known = harness.manifest.streams.map((stream) => stream.name);
      expect(known).toEqual(expect.arrayContaining(named?.streams ?? ["none"]));
    },
  );
}

async function verify(harness: ConformanceHarness, world: World) {
  const io = testConnectorIo({ limits: patient });
  try {
    const config: unknown = harness.manifest.config.parse(harness.config(world.url));
    const connection = await harness.connector.connect(config, io);
    try {
      return await connection.verify();
    } finally {
      await connection.close?.();
    }
  } finally {
    await io.close();
    await world.close();
  }
}
