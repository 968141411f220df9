import { z } from "zod";
import {
  type Connector,
  ConnectorError,
  type Manifest,
  type Page,
} from "../../connectors/contract";
import type { RegistryEntry } from "../../connectors/registry";

const config = z.strictObject({ url: z.url(), token: z.string().min(1) });

const manifest: Manifest<typeof config> = {
  id: "fake",
  name: "Fake provider",
  summary: "A stand-in on loopback for tests.",
  docsPath: "docs/connectors/fake.md",
  config,
  fields: [
    { name: "url", label: "Address", help: "", input: "text", required: true },
    { name: "token", label: "Token", help: "", input: "secret", required: true },
  ],
  secretFields: ["token"],
  streams: [
    { name: "users", title: "Users", permissions: ["users:read"] },
    { name: "keys", title: "Keys", permissions: ["keys:read"] },
  ],
  leastPrivilege: { format: "text", text: "users:read keys:read" },
  schedulable: true,
  describe: ({ url }) => url,
};

const codes: Record<number, ConnectorError["code"]> = {
  401: "unauthorized",
  403: "forbidden",
  429: "rate_limited",
};

const connector: Connector<typeof config> = {
  async connect({ url, token }, io) {
    // Plain fetch: the guarded one refuses loopback, and this stand-in lives nowhere else.
    const get = async (path: string): Promise<unknown> => {
      const answer = await fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: io.signal,
      }).catch((error: unknown) => {
        throw new ConnectorError(
          "unavailable",
          `The fake provider did not answer (${String(error)}).`,
        );
      });
      if (answer.ok) return answer.json();
      const seconds = answer.headers.get("retry-after");
      const extra = {
        ...(seconds ? { retryAfterMs: Number(seconds) * 1000 } : {}),
        ...(answer.status === 403 ? { permission: "keys:read" } : {}),
      };
      const code =
        codes[answer.status] ?? (answer.status >= 500 ? "unavailable" : "unexpected_response");
      throw new ConnectorError(code, `The fake provider answered ${answer.status}.`, extra);
    };
    return {
      verify: async () => ({
        principal: "fake-principal",
        scope: "fake",
        missing: [],
        warnings: [],
        ...((await get("/verify")) as object),
      }),
      streams: manifest.streams.map((stream) => ({
        ...stream,
        list: async (cursor) =>
          (await get(`/${stream.name}?cursor=${encodeURIComponent(cursor ?? "")}`)) as Page,
      })),
    };
  },
};

/** A connector that reads a FakeProvider; not in the registry. */
export const fakeConnector: RegistryEntry = { manifest, load: async () => connector };
