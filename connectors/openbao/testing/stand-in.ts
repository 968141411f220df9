import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface Version {
  created_time: string;
  deletion_time: string;
  destroyed: boolean;
  data: Record<string, string>;
}
interface Kept {
  created_time: string;
  updated_time: string;
  custom_metadata: Record<string, string> | null;
  versions: Version[];
}

export const roleId = "3c1f1e6a-role-of-the-stand-in";
export const secretId = ["c0ffee00", "secret-id-of-the-stand-in"].join("-");
export const token = ["s.", "tokenOfTheStandIn"].join("");
/** A value that no record may hold. */
export const canary = "value-that-nobody-may-read-8K2m";

interface Written {
  data: Record<string, string>;
  options?: { cas?: number };
}

interface Answer {
  status: number;
  body: unknown;
}
const nothing: Answer = { status: 404, body: { errors: [] } };
const denied: Answer = {
  status: 403,
  body: { errors: ["1 error occurred:\n\t* permission denied\n\n"] },
};

function world(): Map<string, Kept> {
  const at = "2024-05-01T08:00:00.123456789Z";
  const kept = (custom: Record<string, string> | null = null, deletedAt = ""): Kept => ({
    created_time: at,
    updated_time: "2024-06-01T08:00:00.5Z",
    custom_metadata: custom,
    versions: [
      { created_time: at, deletion_time: deletedAt, destroyed: false, data: { word: canary } },
    ],
  });
  return new Map([
    ["deploy", kept({ owner: "platform@acme.example" })],
    ["billing/stripe", kept()],
    ["billing/eu/bank", kept({ team: "payments" })],
    ["retired", kept(null, "2024-07-01T00:00:00Z")],
    ["with space/and ünï", kept()],
  ]);
}

/** An OpenBao with one KV version 2 engine at `secret/`, by its published API. */
export async function startOpenBao({ capabilities = ["read", "list", "update"] } = {}) {
  const secrets = world();
  const requests: { method: string; path: string; body: string }[] = [];
  let lose = 0;

  function list(folder: string): Answer {
    const inside = [...secrets.keys()].filter((path) => path.startsWith(folder));
    const keys = inside.map((path) => {
      const [first = "", ...rest] = path.slice(folder.length).split("/");
      return rest.length > 0 ? `${first}/` : first;
    });
    return keys.length > 0
      ? { status: 200, body: { data: { keys: [...new Set(keys)] } } }
      : nothing;
  }

  function metadata(path: string): Answer {
    const found = secrets.get(path);
    if (!found) return nothing;
    const { versions, ...rest } = found;
    const told = versions.map(({ data: _data, ...version }, index) => [index + 1, version]);
    return {
      status: 200,
      body: {
        data: {
          ...rest,
          cas_required: false,
          current_version: versions.length,
          oldest_version: 1,
          max_versions: 0,
          versions: Object.fromEntries(told),
        },
      },
    };
  }

  function write(path: string, body: Written): Answer {
    const found = secrets.get(path);
    const before = found?.versions.length ?? 0;
    if (body.options?.cas !== undefined && body.options.cas !== before) {
      const said = "check-and-set parameter did not match the current version";
      return { status: 400, body: { errors: [said] } };
    }
    const at = new Date().toISOString();
    const version = { created_time: at, deletion_time: "", destroyed: false, data: body.data };
    const kept = found ?? {
      created_time: at,
      updated_time: at,
      custom_metadata: null,
      versions: [],
    };
    kept.versions.push(version);
    secrets.set(path, { ...kept, updated_time: at });
    return { status: 200, body: { data: { ...version, data: undefined, version: before + 1 } } };
  }

  function answer(incoming: IncomingMessage, text: string): Answer {
    const url = new URL(incoming.url ?? "/", "http://stand-in");
    const path = decodeURIComponent(url.pathname.replace("/v1/", ""));
    const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (path === "auth/approle/login") {
      const isRight = body.role_id === roleId && body.secret_id === secretId;
      if (!isRight) return { status: 400, body: { errors: ["invalid role or secret ID"] } };
      return { status: 200, body: { auth: { client_token: token, policies: ["muster"] } } };
    }
    if (incoming.headers["x-vault-token"] !== token) return denied;
    if (path === "auth/token/lookup-self")
      return {
        status: 200,
        body: { data: { display_name: "approle", policies: ["default", "muster"] } },
      };
    if (path === "sys/capabilities-self") {
      const of = (one: string) =>
        one.startsWith("secret/data/")
          ? capabilities.filter((each) => each === "update")
          : capabilities;
      const paths = body.paths as string[];
      return {
        status: 200,
        body: { data: Object.fromEntries(paths.map((one) => [one, of(one)])) },
      };
    }
    const [, kind = "", inside = ""] = /^secret\/(metadata|data)\/(.*)$/.exec(path) ?? [];
    if (kind === "metadata" && url.searchParams.get("list") === "true")
      return capabilities.includes("list") ? list(inside) : denied;
    if (kind === "metadata") return capabilities.includes("read") ? metadata(inside) : denied;
    if (kind === "data" && incoming.method === "POST")
      return capabilities.includes("update") ? write(inside, body as unknown as Written) : denied;
    return denied;
  }

  const server = createServer((incoming, response) => {
    let text = "";
    incoming.on("data", (part: Buffer) => (text += part.toString()));
    incoming.on("end", () => {
      requests.push({ method: incoming.method ?? "", path: incoming.url ?? "", body: text });
      const { status, body } = answer(incoming, text);
      if (lose > 0 && incoming.method === "POST" && (incoming.url ?? "").includes("/data/")) {
        lose -= 1;
        response.destroy();
        return;
      }
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** The value of the newest version. */
    valueOf: (path: string) => secrets.get(path)?.versions.at(-1)?.data,
    versionsOf: (path: string) => secrets.get(path)?.versions.length ?? 0,
    remove: (path: string) => secrets.delete(path),
    /** Loses the answer to the next write after it has had its effect. */
    loseNext: () => (lose += 1),
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
