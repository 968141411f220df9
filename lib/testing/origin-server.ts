import http from "node:http";
import net from "node:net";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { OutboundError } from "../domain/outbound-error";
import type { ResolvedAddress } from "../infra/guarded-connect";
import { createGuardedNetwork, type GuardedNetwork } from "../infra/http";

export const origin: { connections: number; handle: http.RequestListener } = {
  connections: 0,
  handle: (_request, response) => response.end("ok"),
};

const server = http.createServer((request, response) => origin.handle(request, response));

export let port = 0;

let made: GuardedNetwork[] = [];

const privately: Record<string, string> = {
  "127.0.0.1.nip.io": "127.0.0.1",
  "169.254.169.254.nip.io": "169.254.169.254",
  "localtest.me": "127.0.0.1",
  localhost: "127.0.0.1",
  "api.localhost": "127.0.0.1",
  "metadata.google.internal": "169.254.169.254",
  metadata: "169.254.169.254",
  "instance-data": "169.254.169.254",
  "kubernetes.default.svc": "10.96.0.1",
  "host.docker.internal": "192.168.65.2",
  "six.example": "::1",
  "mapped.example": "::ffff:127.0.0.1",
  "ula.example": "fd00::5",
};

/** Every other name answers with loopback too, so that a slip is seen by the listener. */
export const resolve = async (host: string): Promise<ResolvedAddress[]> => {
  const address = privately[host] ?? "127.0.0.1";
  return [{ address, family: net.isIP(address) }];
};

export function guarded(
  options: Partial<Parameters<typeof createGuardedNetwork>[0]> = {},
): GuardedNetwork {
  const network = createGuardedNetwork({ allow: () => [], resolve, ...options });
  made.push(network);
  return network;
}

export const open = (limits = {}): GuardedNetwork =>
  guarded({ allow: () => ["127.0.0.1"], limits });

export const here = (path = "/"): string => `http://127.0.0.1:${port}${path}`;

export async function failure(work: Promise<unknown>): Promise<OutboundError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutboundError);
  return error as OutboundError;
}

export function setUpOrigin(): void {
  server.on("connection", () => (origin.connections += 1));
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = (server.address() as net.AddressInfo).port;
  });
  afterEach(async () => {
    await Promise.all(made.map((network) => network.close()));
    made = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
}
