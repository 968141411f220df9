import { z } from "zod";
import { ConnectorError, type ConnectorIo } from "../contract";
import { parseJson } from "../shared/json-answer";
import { errorFromStatus, errorFromThrown } from "../shared/provider-errors";
import { pathPart } from "../shared/path-part";
import type { OpenBaoConfig } from "./manifest";

interface Call<T> {
  /** The call without ids, for people. */
  name: string;
  path: string;
  schema: z.ZodType<T>;
  /** What is sent; a call without it is a GET. */
  body?: object;
  query?: string;
  permission?: string;
  /** Seen in a list a moment ago: a 404 of any kind means that it has gone since. */
  mayHaveGone?: boolean;
}

export interface OpenBaoClient {
  ask<T>(call: Call<T>): Promise<T>;
  /** Null where there is nothing at the path: OpenBao says so by 404 without an error. */
  find<T>(call: Call<T>): Promise<T | null>;
}

const login = z.object({ auth: z.object({ client_token: z.string().min(1) }) });
const nothing = z.object({ errors: z.array(z.never()).max(0) });

/** Each part encoded, slashes kept. */
const encoded = (path: string): string => path.split("/").map(pathPart).join("/");

export const notAccepted = (what: string): ConnectorError =>
  new ConnectorError("unauthorized", `OpenBao does not accept the ${what}.`);

export function createClient(config: OpenBaoConfig, io: ConnectorIo): OpenBaoClient {
  let signedIn: Promise<string> | undefined;

  async function exchange<T>(call: Call<T>, token: string | null): Promise<T | null> {
    const { name, path, schema, body, query = "", permission } = call;
    let status: number;
    let headers: Headers;
    let content: Uint8Array;
    try {
      const answer = await io.fetch(
        `${new URL(config.address).origin}/v1/${encoded(path)}${query}`,
        {
          method: body ? "POST" : "GET",
          headers: {
            "x-vault-request": "true",
            ...(token ? { "x-vault-token": token } : {}),
            ...(config.namespace ? { "x-vault-namespace": config.namespace } : {}),
            ...(body ? { "content-type": "application/json" } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: io.signal,
        },
      );
      ({ status, headers } = answer);
      content = new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw errorFromThrown(error, name);
    }
    if (status === 404 && (call.mayHaveGone || isNothing(content))) return null;
    if (status < 200 || status > 299) {
      const refusal = { status, headers, call: name, now: io.now() };
      throw errorFromStatus(permission ? { ...refusal, permission } : refusal);
    }
    return parseJson(content, schema, name);
  }

  async function signIn(): Promise<string> {
    if (config.authMode === "token") return config.token ?? "";
    const name = "POST auth/approle/login";
    const body = { role_id: config.roleId, secret_id: config.secretId };
    const call = { name, path: "auth/approle/login", schema: login, body };
    const answer = await exchange(call, null).catch((error: unknown) => {
      // OpenBao answers 400 to a wrong role id or secret id.
      const isWrong = error instanceof ConnectorError && error.extra.httpStatus === 400;
      throw isWrong ? notAccepted("role id or the secret id") : error;
    });
    if (!answer)
      throw errorFromStatus({ status: 404, headers: new Headers(), call: name, now: io.now() });
    return answer.auth.client_token;
  }

  async function find<T>(call: Call<T>): Promise<T | null> {
    // A sign-in that failed is tried anew by the next call.
    signedIn ??= signIn().catch((error: unknown) => {
      signedIn = undefined;
      throw error;
    });
    return exchange(call, await signedIn);
  }

  return {
    find,
    async ask(call) {
      const found = await find(call);
      if (found !== null) return found;
      throw errorFromStatus({
        status: 404,
        headers: new Headers(),
        call: call.name,
        now: io.now(),
      });
    },
  };
}

function isNothing(content: Uint8Array): boolean {
  try {
    return nothing.safeParse(JSON.parse(new TextDecoder().decode(content))).success;
  } catch {
    return false;
  }
}
