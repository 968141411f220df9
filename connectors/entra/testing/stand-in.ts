import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { answerGraph } from "./answers";
import type { Answer } from "./changes";
import { ownCertificate, type OwnCertificate } from "./certificate";
import type { World } from "./shapes";
import { accessToken, clientSecret, isOurs } from "./sign-in";
import { createWorld } from "./world";

/** Made once: generating a key takes a while. */
export const certificate: OwnCertificate = ownCertificate("muster-reader");

interface Options {
  world?: World;
  /** Rows to a page; small, so that a small world has several. */
  pageSize?: number;
  port?: number;
  /** What time it is there. */
  now?: () => number;
  fault?: (asked: { method: string; path: string }) => Answer | undefined;
}

const wrong = (number: number): Answer => ({
  status: number === 700016 ? 400 : 401,
  body: {
    error: "invalid_client",
    error_description: `AADSTS${number}: Scripted by the stand-in. Trace ID: 0`,
    error_codes: [number],
  },
});

function signIn(world: World, path: string, text: string, now: number): Answer {
  const asked = new URLSearchParams(text);
  const { clientId } = world;
  if (asked.get("client_id") !== clientId) return wrong(700016);
  if (!/^https:\/\/[\w.-]+\/\.default$/.test(asked.get("scope") ?? "")) return wrong(70011);
  const secret = asked.get("client_secret");
  const assertion = asked.get("client_assertion") ?? "";
  const pem = certificate.certificate;
  if (secret !== null && secret !== clientSecret) return wrong(7000215);
  if (secret === null && !isOurs(assertion, { certificate: pem, clientId, path, now }))
    return wrong(700027);
  const seconds = Math.floor(now / 1000);
  const claims = { tid: world.tenantId, appid: clientId, roles: world.roles, iat: seconds };
  return {
    status: 200,
    body: { token_type: "Bearer", expires_in: 3599, access_token: accessToken(claims) },
  };
}

/** A tenant of Entra ID on loopback: sign-in and Graph on one address, stateful, by published API. */
export async function startEntra(options: Options = {}) {
  const world = options.world ?? createWorld();
  const requests: { method: string; path: string; body: string }[] = [];

  function answer(incoming: IncomingMessage, text: string): Answer {
    const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
    const fault = options.fault?.({ method: incoming.method ?? "", path });
    if (fault) return fault;
    if (path.endsWith("/oauth2/v2.0/token"))
      return signIn(world, path, text, (options.now ?? Date.now)());
    const bearer = (incoming.headers.authorization ?? "").split(".").length === 3;
    if (!bearer) return { status: 401, body: { error: { code: "InvalidAuthenticationToken" } } };
    return answerGraph(world, incoming, text, options.pageSize ?? 5);
  }

  const server = createServer((incoming, response) => {
    let text = "";
    incoming.on("data", (part: Buffer) => (text += part.toString()));
    incoming.on("end", () => {
      requests.push({ method: incoming.method ?? "", path: incoming.url ?? "", body: text });
      const { status, body, headers } = answer(incoming, text);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? "" : JSON.stringify(body));
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(options.port ?? 0, "127.0.0.1", listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    requests,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
