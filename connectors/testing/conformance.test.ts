import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { known, unknown } from "@/lib/domain/evidence";
import { tokenManifest, type urlAndToken } from "@/lib/testing/token-manifest";
import { defineConnector, type ConnectorIo, type Page, type SourceRecord } from "../contract";
import { parseJson } from "../shared/json-answer";
import { errorFromStatus, errorFromThrown, retryAfterMs } from "../shared/provider-errors";
import { describeConformance, type ConformanceHarness, type World } from "./conformance";
import { describeFuzz } from "./fuzz";
import { findSecrets } from "./secret-scan";

/** The smallest connector that holds every promise: a provider with robots, read page by page. */
const manifest = tokenManifest({
  id: "robots",
  name: "Robots",
  summary: "Reads robots.",
  streams: [{ name: "robots", title: "Robots", permissions: ["robots:read"] }],
});

const robot = z.object({ id: z.string(), made: z.iso.datetime() });
const list = z.object({
  items: z.array(z.object({ id: z.string() })),
  next: z.string().nullable(),
});

function client(settings: z.infer<typeof urlAndToken>, io: ConnectorIo) {
  return async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const call = `GET ${path.split("?", 1)[0]}`;
    try {
      const response = await io.fetch(new URL(path, settings.url), {
        headers: { authorization: `Bearer ${settings.token}` },
      });
      const { status, headers } = response;
      if (status !== 200) throw errorFromStatus({ status, headers, call, now: io.now() });
      return parseJson(new Uint8Array(await response.arrayBuffer()), schema, call);
    } catch (error) {
      throw errorFromThrown(error, call);
    }
  };
}

function toRecord({ id, made }: z.infer<typeof robot>, now: Date): SourceRecord {
  const never = unknown("not_offered");
  return {
    type: "identity",
    externalId: id,
    kind: "bot_user",
    detail: "robots.robot",
    name: `Robot ${id}`,
    status: "active",
    tags: {},
    attributes: {},
    facts: {
      createdAt: known(made, "GET /robots/{id}", now),
      createdBy: never,
      lastUsedAt: never,
      expiresAt: never,
      lastRotatedAt: never,
      privilege: never,
    },
  };
}

const connector = defineConnector(manifest, {
  connect: async (settings, io) => {
    const get = client(settings, io);
    async function page(cursor: string | null): Promise<Page> {
      const { items, next } = await get(`/robots?after=${cursor ?? ""}`, list);
      const records: SourceRecord[] = [];
      for (const { id } of items) {
        const found = await get(`/robots/${id}`, robot).catch((error: unknown) => {
          if ((error as { extra?: { httpStatus?: number } }).extra?.httpStatus === 404) return null;
          throw error;
        });
        if (found) records.push(toRecord(found, io.now()));
      }
      return { records, nextCursor: next, complete: true };
    }
    return {
      verify: async () => {
        const me = await get("/me", z.object({ login: z.string(), may: z.array(z.string()) }));
        const missing = me.may.includes("robots:read")
          ? []
          : [{ permission: "robots:read", streams: ["robots"] }];
        return { principal: me.login, scope: "robots", missing, warnings: [] };
      },
      streams: [
        {
          ...(manifest.streams[0] as { name: string; title: string; permissions: string[] }),
          list: page,
        },
      ],
    };
  },
});

const secretToken = "robots-token-" + "Zq8".repeat(6);

async function robots(may: string[]): Promise<World> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://robots");
    const say = (value: unknown): void => void response.end(JSON.stringify(value));
    const after = Number(url.searchParams.get("after") || 0);
    if (url.pathname === "/me") say({ login: "muster", may });
    else if (url.pathname === "/robots") {
      const items = [1, 2].map((step) => ({ id: `r${after + step}`, token: secretToken }));
      say({ items, next: after < 6 ? String(after + 2) : null });
    } else say({ id: url.pathname.split("/").at(-1), made: "2026-01-01T00:00:00Z" });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

const harness: ConformanceHarness = {
  manifest,
  connector,
  start: () => robots(["robots:read"]),
  config: (url) => ({ url, token: secretToken }),
  canaries: [secretToken],
  lacking: { permission: "robots:read", start: () => robots([]) },
  http: { detail: ({ path }) => path.startsWith("/robots/") },
};
describeConformance("an example over HTTP", harness);
describeFuzz("an example over HTTP", harness, 2_000);

describe("what connectors share", () => {
  const now = new Date("2026-03-01T00:00:00Z");
  const ask = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now);

  test("every way of asking to wait is understood", () => {
    expect(ask({ "retry-after": "7" })).toBe(7_000);
    expect(ask({ "retry-after": "Sun, 01 Mar 2026 00:00:30 GMT" })).toBe(30_000);
    expect(ask({ "retry-after": "Sat, 28 Feb 2026 00:00:30 GMT" })).toBe(0);
    expect(ask({ "retry-after-ms": "1500" })).toBe(1_500);
    expect(ask({ "x-ratelimit-reset": String(now.getTime() / 1000 + 60) })).toBe(60_000);
    const reset = String(now.getTime() / 1000 + 3_000);
    expect(ask({ "x-ratelimit-reset": reset, "x-ratelimit-remaining": "0" })).toBe(3_000_000);
    expect(ask({ "x-ratelimit-reset": reset, "x-ratelimit-remaining": "412" })).toBeUndefined();
    expect(ask({ "ratelimit-reset": "12" })).toBe(12_000);
    expect(ask({ "retry-after": "999999999" })).toBe(86_400_000);
    expect(ask({ "retry-after": "soon" })).toBeUndefined();
    expect(ask({})).toBeUndefined();
  });

  test("a forbidden answer carries the permission that would help", () => {
    const headers = new Headers();
    const error = errorFromStatus({
      status: 403,
      headers,
      call: "GET /x",
      permission: "x:read",
      now,
    });
    expect([error.code, error.extra.permission]).toEqual(["forbidden", "x:read"]);
  });

  test("planted secrets are found in any form; ids, digests and fingerprints are not taken for secrets", () => {
    const plain = toRecord({ id: "1", made: "2026-01-01T00:00:00Z" }, now);
    const holding = (text: string): SourceRecord => ({ ...plain, name: text }) as SourceRecord;
    const bytes = Buffer.from(secretToken);
    for (const text of [
      secretToken,
      bytes.toString("base64"),
      bytes.toString("hex"),
      `x${secretToken}y`,
    ]) {
      expect(findSecrets([holding(text)], [secretToken])).not.toEqual([]);
    }
    const shapes = [
      "ghp_" + "a1B2".repeat(9),
      "postgres://u:word@db/x",
      ["SCRAM-SHA-256", "4096:x"].join("$"),
      ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCY9vQ3sT5uW7"].join("/"),
    ];
    for (const text of shapes) expect(findSecrets([holding(text)], [])).not.toEqual([]);
    const harmless = [
      "arn:aws:iam::123456789012:role/service-role/MyRole",
      "0190a8c2-7b1d-7c3e-9f00-0123456789ab",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ];
    for (const text of harmless) expect(findSecrets([holding(text)], [])).toEqual([]);
  });
});
