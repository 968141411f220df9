import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { startPostgres18 } from "@/lib/testing/postgres-server";
import { ConnectorError } from "../contract";
import { errorsOf, runAll } from "../testing/run";
import { toConnectorError } from "./client";
import { postgresql } from "./index";
import { manifest } from "./manifest";
import { configFor, useStand } from "./testing/stand";
import { type Fault, garbled, interposed } from "./testing/relays";

const stand = useStand(startPostgres18, 18);

describe("a server that fails (T11)", () => {
  const said = "for user payroll_secret_name";
  function frame(type: string, body: Buffer): Buffer {
    const head = Buffer.alloc(5, type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  }
  const failure = (state: string): Buffer => {
    const fields = [`SFATAL`, `C${state}`, `M${said}`].map((field) => `${field}\0`).join("");
    return Buffer.concat([frame("E", Buffer.from(`${fields}\0`)), frame("Z", Buffer.from("I"))]);
  };

  /** In the sign-in, and in the middle of what is listed. */
  const moments = [0, 6];
  async function outcomes(fault: Fault) {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const hasty = postgresql({ connectMs: 1_000, statementMs: 1_000, queryMs: 1_000 });
    const codes = new Set<string>();
    for (const answers of moments) {
      const proxy = await interposed(stand().url, answers, fault);
      const io = testConnectorIo({ limits: { wallMs: 20_000 } });
      const asked = { manifest, connector: hasty, config: configFor };
      const outcome = await runAll(asked, proxy.url, io, false, 20);
      const errors = errorsOf(outcome);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) {
        expect(error).toBeInstanceOf(ConnectorError);
        expect(String(error)).not.toContain(said);
        codes.add((error as ConnectorError).code);
      }
      proxy.close();
      await io.close();
    }
    await new Promise((next) => setImmediate(next));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    return [...codes];
  }

  const states: Record<string, string[]> = {
    unauthorized: ["28P01", "28000"],
    forbidden: ["3D000", "42501"],
    unavailable: [
      "53300",
      "53100",
      "57P01",
      "57P03",
      "57014",
      "40001",
      "55P03",
      "58030",
      "08006",
      "XX000",
    ],
    unexpected_response: ["42P01", "42703", "22021", "0A000"],
  };
  for (const [code, all] of Object.entries(states)) {
    test.each(all)(`SQLSTATE %s is ${code}, in the sign-in and in the middle`, async (state) => {
      expect(await outcomes((client) => void client.write(failure(state)))).toEqual([code]);
    });
  }

  const zeros = Buffer.alloc(1024 * 1024);
  const faults: Record<string, [codes: string[], fault: Fault]> = {
    "a row of 50 MB": [
      ["unexpected_response"],
      (client) => {
        const head = Buffer.alloc(5, "D");
        head.writeInt32BE(50 * zeros.length, 1);
        client.write(head);
        for (let sent = 0; sent < 50; sent += 1) client.write(zeros);
      },
    ],
    HTML: [
      ["unavailable", "unexpected_response"],
      (client) => void client.end("<!doctype html><title>Maintenance</title>"),
    ],
    "half a message, then the end": [
      ["unavailable"],
      (client, real) => void client.end(real.subarray(0, 3)),
    ],
    "one byte a second": [
      ["unavailable"],
      (client, real) => {
        client.write(real.subarray(0, 1));
        const timer = setInterval(() => client.write(zeros.subarray(0, 0)), 1_000);
        client.on("close", () => clearInterval(timer));
      },
    ],
    "an error whose fields have no end": [
      ["unexpected_response"],
      (client) => void client.write(frame("E", Buffer.from("SFATAL\0C42501\0Mand so on"))),
    ],
    "the end of an answer that never began": [
      ["unavailable", "unexpected_response"],
      (client) => void client.end(frame("C", Buffer.from("SELECT 0\0"))),
    ],
  };
  test.each(Object.entries(faults))(
    "%s ends the stream in bounded time",
    async (_name, [codes, fault]) => {
      const before = Date.now();
      const met = await outcomes(fault);
      expect(met.filter((code) => !codes.includes(code))).toEqual([]);
      expect(Date.now() - before).toBeLessThan(30_000);
    },
  );
});

describe("a server whose bytes are garbled (T13)", () => {
  test("leaves ConnectorErrors only, in bounded time, and no prototype changed", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): number => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const hasty = postgresql({ connectMs: 200, statementMs: 200, queryMs: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 20_000 }),
        fc.integer({ min: 7, max: 4_000 }),
        async (from, every) => {
          const proxy = await garbled(stand().url, from, every);
          const io = testConnectorIo();
          const outcome = await runAll(
            { manifest, connector: hasty, config: configFor },
            proxy.url,
            io,
            false,
            20,
          );
          for (const error of errorsOf(outcome)) expect(error).toBeInstanceOf(ConnectorError);
          expect(Object.keys(Object.prototype)).toEqual([]);
          proxy.close();
          await io.close();
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  }, 120_000);
});

test("the server's own words are never passed on", () => {
  const quoting = Object.assign(
    new Error('password authentication failed for user "secret-name"'),
    { code: "28P01" },
  );
  const mapped = toConnectorError(quoting, "sign-in");
  expect([mapped.code, mapped.message.includes("secret-name")]).toEqual(["unauthorized", false]);
  for (const [code, expected] of [
    ["53300", "unavailable"],
    ["57P03", "unavailable"],
    ["42501", "forbidden"],
    ["42P01", "unexpected_response"],
    ["XX000", "unavailable"],
    ["ECONNREFUSED", "unavailable"],
  ]) {
    expect(toConnectorError(Object.assign(new Error("x"), { code }), "q").code).toBe(expected);
  }
});
