import http from "node:http";
import type net from "node:net";
import { visitor } from "./people";

export interface SignInProvider {
  issuer: string;
  /** What was sent to the token address. */
  exchanges: string[];
  close(): void;
}

interface Behaviour {
  port?: number;
  /** Addresses to hand out instead of its own. */
  elsewhere?: { token_endpoint?: string; jwks_uri?: string };
  /** The ID token of every exchange; without one, every code is refused. */
  idToken?: () => string;
}

/** A provider on loopback that tells its addresses and answers a code as it is told to. */
export async function startProvider(behaviour: Behaviour = {}): Promise<SignInProvider> {
  const exchanges: string[] = [];
  let issuer = "";
  const server = http.createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (request.url === "/.well-known/openid-configuration") {
      return answer(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        ...behaviour.elsewhere,
      });
    }
    if (request.url !== "/token") return answer(404, {});
    exchanges.push(request.headers.authorization ?? "");
    if (!behaviour.idToken) return answer(401, { error: "invalid_client" });
    return answer(200, {
      access_token: "not-used",
      token_type: "Bearer",
      id_token: behaviour.idToken(),
    });
  });
  await new Promise<void>((resolve) => server.listen(behaviour.port ?? 0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { issuer, exchanges, close };
}

/** Presses the provider's button; what next-auth answers with. */
export async function leaveFor(
  http: Awaited<ReturnType<typeof visitor>>,
  way: string,
): Promise<URL> {
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, callbackUrl: "/", json: "true" };
  const answer = await http.post(`/api/auth/signin/${way}`, { form });
  return new URL(((await answer.json()) as { url: string }).url);
}

/** Goes there and comes back with a code; what the sign-in page is told went wrong. */
export async function comeBack(
  baseUrl: string,
  way: string,
  onTheWay: (authorize: URL) => void = () => undefined,
): Promise<string | null> {
  const http = await visitor({ baseUrl });
  const authorize = await leaveFor(http, way);
  onTheWay(authorize);
  const back = new URLSearchParams({
    code: "a-code",
    state: authorize.searchParams.get("state") ?? "",
  });
  const landed = await http.get(`/api/auth/callback/${way}?${back.toString()}`);
  await http.dispose();
  return new URL(landed.url()).searchParams.get("error");
}
