import http from "node:http";
import type { AddressInfo } from "node:net";
import { xmlError, xmlResult } from "./xml";

export interface Credential {
  userName: string;
  id: string;
  status: string;
}

export interface MotoFront {
  url: string;
  /** Service-specific credentials, which moto does not know. */
  credentials: Credential[];
  /** The names of all operations asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Passes everything on to moto, but keeps service-specific credentials itself. */
export async function startMotoFront(moto: string): Promise<MotoFront> {
  const credentials: Credential[] = [];
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      const params = new URLSearchParams(body);
      const target = String(request.headers["x-amz-target"] ?? "").split(".");
      const operation = params.get("Action") ?? target.at(-1) ?? "";
      asked.push(operation);
      const own = ownAnswer(operation, params, credentials);
      if (own) {
        response.writeHead(own.status, { "content-type": "text/xml" }).end(own.body);
        return;
      }
      const { connection: _hop, "content-length": _length, ...headers } = request.headers;
      void fetch(`${moto}${request.url}`, {
        method: request.method ?? "POST",
        headers: headers as Record<string, string>,
        ...(request.method === "GET" ? {} : { body }),
      }).then(async (answer) => {
        const type = answer.headers.get("content-type") ?? "text/xml";
        const whole = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, { "content-type": type }).end(whole);
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function ownAnswer(
  operation: string,
  params: URLSearchParams,
  credentials: Credential[],
): { status: number; body: string } | null {
  if (!/ServiceSpecificCredentials?$/.test(operation)) return null;
  const ok = (result: unknown) => ({ status: 200, body: xmlResult(operation, result) });
  if (operation.startsWith("List")) {
    const ServiceSpecificCredentials = credentials
      .filter((one) => one.userName === params.get("UserName"))
      .map((one) => ({
        UserName: one.userName,
        ServiceSpecificCredentialId: one.id,
        ServiceName: "bedrock.amazonaws.com",
        Status: one.status,
        CreateDate: new Date(0),
      }));
    return ok({ ServiceSpecificCredentials, IsTruncated: false });
  }
  const at = credentials.findIndex((one) => one.id === params.get("ServiceSpecificCredentialId"));
  const found = credentials[at];
  if (!found) return { status: 404, body: xmlError("NoSuchEntity", "No such credential.") };
  if (operation.startsWith("Delete")) credentials.splice(at, 1);
  else found.status = params.get("Status") ?? found.status;
  return ok({});
}
