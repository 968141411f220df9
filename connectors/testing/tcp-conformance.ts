import net from "node:net";
import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { ConnectorError, type ConnectorErrorCode } from "../contract";
import type { ConformanceHarness, TcpFaults } from "./harness";
import { errorsOf, isComplete, runAll, type RunOutcome } from "./run";

/** What a listener on loopback does with each connection, given a way to the stand-in. */
type Listener = (client: net.Socket, upstream: () => net.Socket) => void;

function join(client: net.Socket, upstream: net.Socket): void {
  upstream.on("error", () => client.destroy());
  upstream.on("close", () => client.destroy());
  client.on("close", () => upstream.destroy());
  client.pipe(upstream).pipe(client);
}

const listeners: Record<string, { code: readonly ConnectorErrorCode[]; listener: Listener }> = {
  "a reset at once": { code: ["unavailable"], listener: (client) => void client.resetAndDestroy() },
  "a black hole": { code: ["unavailable"], listener: () => undefined },
  "a server that speaks something else": {
    code: ["unavailable", "unexpected_response"],
    listener: (client) => void client.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
  },
  "a cut in the middle of the answers": {
    code: ["unavailable"],
    listener: (client, upstream) => {
      const server = upstream();
      let bytes = 0;
      server.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 2_000) client.resetAndDestroy();
      });
      join(client, server);
    },
  },
  "answers that stop in the middle": {
    code: ["unavailable"],
    listener: (client, upstream) => {
      const server = upstream();
      let bytes = 0;
      server.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 2_000) server.unpipe(client);
      });
      join(client, server);
    },
  },
};

async function listen(listener: Listener, target: URL): Promise<{ url: string; close(): void }> {
  const open = new Set<net.Socket>();
  const server = net.createServer((client) => {
    open.add(client);
    client.on("error", () => undefined).on("close", () => open.delete(client));
    listener(client, () => net.connect(Number(target.port), target.hostname));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = new URL(target);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.toString(),
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** Network faults for a connector over a plain socket. The stand-in's url must hold host and port. */
export function describeTcpFaults(harness: ConformanceHarness, tcp: TcpFaults): void {
  const bound = tcp.boundMs ?? 10_000;

  async function run(url: string, config = harness.config.bind(harness)): Promise<RunOutcome> {
    const io = testConnectorIo();
    const before = Date.now();
    try {
      return await runAll({ ...harness, config }, url, io);
    } finally {
      await io.close();
      expect(Date.now() - before).toBeLessThan(bound);
    }
  }

  function expectCode(outcome: RunOutcome, codes: readonly ConnectorErrorCode[]): void {
    const errors = errorsOf(outcome);
    expect(isComplete(outcome)).toBe(false);
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConnectorError);
      expect(codes).toContain((error as ConnectorError).code);
      for (const canary of harness.canaries) expect(String(error)).not.toContain(canary);
    }
  }

  describe("network faults", () => {
    test("a refused connection is unavailable", async () => {
      expectCode(await run("tcp://127.0.0.1:1"), ["unavailable"]);
    });

    test("a wrong credential is unauthorized", async () => {
      const world = await harness.start();
      expectCode(await run(world.url, tcp.wrongCredential.bind(tcp)), ["unauthorized"]);
      await world.close();
    });

    for (const [name, { code, listener }] of Object.entries(listeners)) {
      test(`${name} is ${code.join(" or ")}`, { timeout: bound + 5_000 }, async () => {
        const world = await harness.start();
        const proxy = await listen(listener, new URL(world.url));
        try {
          expectCode(await run(proxy.url), code);
        } finally {
          proxy.close();
          await world.close();
        }
      });
    }
  });
}
