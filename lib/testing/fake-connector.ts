import { type Connector, ConnectorError, type Page } from "../../connectors/contract";
import type { RegistryEntry } from "../../connectors/registry";
import { tokenManifest, type urlAndToken } from "./token-manifest";

const manifest = tokenManifest({
  id: "fake",
  name: "Fake provider",
  summary: "A stand-in on loopback for tests.",
  streams: [
    { name: "users", title: "Users", permissions: ["users:read"] },
    { name: "keys", title: "Keys", permissions: ["keys:read"] },
  ],
});

const codes: Record<number, ConnectorError["code"]> = {
  401: "unauthorized",
  403: "forbidden",
  429: "rate_limited",
};

const open = new Map<string, number>();

/** Connections to this provider that nobody has closed. */
export const openConnections = (url: string): number => open.get(url) ?? 0;

const connector: Connector<typeof urlAndToken> = {
  async connect({ url, token }, io) {
    open.set(url, openConnections(url) + 1);
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
      close: async () => void open.set(url, openConnections(url) - 1),
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
