import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type ActionVerb,
  type Connector,
  ConnectorError,
  type TargetAction,
  type TargetActions,
} from "../../connectors/contract";
import type { RegistryEntry } from "../../connectors/registry";
import { unknown } from "../domain/evidence";
import { tokenManifest, type urlAndToken } from "./token-manifest";

const manifest = tokenManifest({
  id: "acting",
  name: "Acting provider",
  summary: "A stand-in on loopback whose keys can be switched off and deleted.",
  streams: [],
  actions: {
    atOnce: 4,
    fields: ["token"],
    leastPrivilege: { format: "text", text: "keys:write" },
    targets: [
      { subject: "identity", kind: "api_key", watchDays: 7 },
      { subject: "identity", kind: "deploy_key", watchDays: null },
    ],
  },
  schedulable: false,
});

type State = "active" | "disabled" | "gone";
const after: Record<ActionVerb, State> = { disable: "disabled", enable: "active", delete: "gone" };

const connector: Connector<typeof urlAndToken> = {
  async connect({ url, token }, io) {
    const ask = async (method: "GET" | "POST", path: string): Promise<{ state: State }> => {
      const headers = { authorization: `Bearer ${token}` };
      // Plain fetch: the guarded one refuses loopback, and this stand-in lives nowhere else.
      const answer = await fetch(`${url}${path}`, { method, headers, signal: io.signal }).catch(
        () => {
          throw new ConnectorError("unavailable", "The acting provider did not answer.");
        },
      );
      if (answer.status === 429) {
        const retryAfterMs = Number(answer.headers.get("retry-after")) * 1_000;
        throw new ConnectorError("rate_limited", "The acting provider asked to wait.", {
          retryAfterMs,
        });
      }
      if (!answer.ok)
        throw new ConnectorError("unavailable", `The acting provider answered ${answer.status}.`);
      return (await answer.json()) as { state: State };
    };
    return {
      verify: async () => ({ principal: "acting", scope: "acting", missing: [], warnings: [] }),
      streams: [],
      actions: (target): TargetActions => {
        const id = encodeURIComponent(target.externalId);
        // A deploy key cannot be switched off; it is made again from what was kept.
        const isHard = target.kind === "deploy_key";
        const action = (verb: ActionVerb): TargetAction => ({
          reversible: verb !== "delete" ? "yes" : isHard ? "from_snapshot" : "no",
          calls: [{ call: `POST /keys/${id}/${verb}`, effect: `The key is ${after[verb]}` }],
          run: async () => `It is ${(await ask("POST", `/keys/${id}/${verb}`)).state} now.`,
        });
        return {
          inspect: async () => ({
            state: (await ask("GET", `/keys/${id}`)).state,
            snapshot: { key: id },
            consumers: [],
            leftovers: [],
            lastUsedAt: unknown("not_offered"),
            refusal: null,
          }),
          ...(isHard ? {} : { disable: action("disable") }),
          enable: action("enable"),
          delete: action("delete"),
        };
      },
    };
  },
};

/** A connector that acts on an ActingProvider; not in the registry. */
export const actingConnector: RegistryEntry = { manifest, load: async () => connector };

/** Where in a request something may go wrong. */
export type Moment = "reading" | "before" | "between" | "after";

const statusAfter = { "go on": 200, fail: 503, wait: 429 } as const;

/** A real HTTP server on loopback that holds keys and counts what each call truly changed. */
export interface ActingProvider {
  url: string;
  states: Map<string, State>;
  /** Calls that changed something, by `verb id`. */
  effective: Map<string, number>;
  /** Called at each moment of a request; may end the caller's life or answer with an error. */
  at: (moment: Moment, verb: ActionVerb | null, id: string) => Promise<keyof typeof statusAfter>;
  close(): Promise<void>;
}

export async function startActingProvider(): Promise<ActingProvider> {
  const server = createServer((request, response) => {
    void answer(provider, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const provider: ActingProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    states: new Map(),
    effective: new Map(),
    at: async () => "go on",
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return provider;
}

async function answer(
  provider: ActingProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts = (request.url ?? "/").split("/").map(decodeURIComponent);
  const id = parts[2] ?? "";
  const verb = (parts[3] ?? null) as ActionVerb | null;
  const send = (status: number): void => {
    response.writeHead(status, { "content-type": "application/json", "retry-after": "30" });
    response.end(JSON.stringify({ state: provider.states.get(id) ?? "gone" }));
  };
  if (verb === null) {
    return send(statusAfter[await provider.at("reading", null, id)]);
  }
  const before = await provider.at("before", verb, id);
  if (before !== "go on") return send(statusAfter[before]);
  const now = provider.states.get(id) ?? "gone";
  if (now !== after[verb] && (now !== "gone" || verb === "enable")) {
    provider.states.set(id, after[verb]);
    const key = `${verb} ${id}`;
    provider.effective.set(key, (provider.effective.get(key) ?? 0) + 1);
  }
  if ((await provider.at("between", verb, id)) === "fail") return send(503);
  send(200);
  await provider.at("after", verb, id);
}
