import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SourceRecord } from "../../connectors/contract";
import { known, unknown } from "../domain/evidence";

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A real HTTP server on loopback with users and keys; faults are put in by path. */
export interface FakeProvider {
  url: string;
  users: Map<string, SourceRecord>;
  keys: Map<string, SourceRecord>;
  /** Called before each answer; an Answer replaces the right one. */
  fault: ((stream: string, cursor: string) => Answer | null | Promise<Answer | null>) | null;
  /** What a page says that it leaves out. */
  gaps: (stream: string, cursor: string) => object[];
  /** Parts that a page says to have read to their end. */
  read: (stream: string, cursor: string) => string[];
  requests: number;
  pageSize: number;
  verification: object;
  close(): Promise<void>;
}

const readAt = new Date("2026-06-01T00:00:00Z");

export function fakeUser(externalId: string, changes: object = {}): SourceRecord {
  const fact = <T>(value: T) => known(value, "fake:users", readAt);
  return {
    type: "identity",
    externalId,
    kind: "service_account",
    detail: "fake.user",
    name: `user ${externalId}`,
    status: "active",
    container: "fake",
    tags: {},
    attributes: {},
    facts: {
      createdAt: fact("2025-01-01T00:00:00.000Z"),
      createdBy: unknown("not_offered"),
      lastUsedAt: fact("2026-05-01T00:00:00.000Z"),
      expiresAt: unknown("not_offered"),
      lastRotatedAt: unknown("not_offered"),
      privilege: fact({ level: "read" as const, reasons: ["policy Reader"] }),
    },
    ...changes,
  };
}

export function fakeKey(
  externalId: string,
  identityExternalId: string,
  changes: object = {},
): SourceRecord {
  return {
    type: "credential",
    externalId,
    identityExternalId,
    kind: "access_key",
    name: `key ${externalId}`,
    status: "active",
    fingerprint: externalId,
    scopes: [],
    attributes: {},
    facts: {
      createdAt: known("2025-01-01T00:00:00.000Z", "fake:keys", readAt),
      createdBy: unknown("not_offered"),
      lastUsedAt: known(null, "fake:keys", readAt),
      expiresAt: known(null, "fake:keys", readAt),
      lastRotatedAt: unknown("not_offered"),
    },
    ...changes,
  };
}

export async function startFakeProvider(users: number, keysEach = 0): Promise<FakeProvider> {
  const provider: FakeProvider = {
    url: "",
    users: new Map(),
    keys: new Map(),
    fault: null,
    gaps: () => [],
    read: () => [],
    requests: 0,
    pageSize: 500,
    verification: {},
    close: () => Promise.resolve(),
  };
  for (let n = 0; n < users; n += 1) {
    provider.users.set(`u-${n}`, fakeUser(`u-${n}`));
    for (let k = 0; k < keysEach; k += 1) {
      provider.keys.set(`k-${n}-${k}`, fakeKey(`k-${n}-${k}`, `u-${n}`));
    }
  }
  const server = createServer((request, response) => {
    provider.requests += 1;
    void answer(provider, request.url ?? "/").then(({ status, headers, body }) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider.close = () => closed(server);
  return provider;
}

async function answer(provider: FakeProvider, path: string): Promise<Answer> {
  const url = new URL(path, provider.url);
  const stream = url.pathname.slice(1);
  const cursor = url.searchParams.get("cursor") ?? "";
  const fault = await provider.fault?.(stream, cursor);
  if (fault) return fault;
  if (stream === "verify") return { status: 200, body: provider.verification };
  const all = [...(stream === "users" ? provider.users : provider.keys).values()];
  const from = Number(cursor || 0);
  const to = from + provider.pageSize;
  const nextCursor = to < all.length ? String(to) : null;
  const gaps = provider.gaps(stream, cursor);
  const complete = gaps.length === 0;
  const read = provider.read(stream, cursor);
  return { status: 200, body: { records: all.slice(from, to), nextCursor, complete, gaps, read } };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
