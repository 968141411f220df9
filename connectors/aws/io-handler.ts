import { ConnectorError, type ConnectorIo } from "../contract";
import { parseJson } from "../shared/json-answer";
import { z } from "zod";
import { awsRefusal } from "./aws-error";

/** The part of the SDK's request and response that a handler needs. */
interface SdkRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  method: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

const anyObject = z.looseObject({});

/**
 * The SDK's network: every request goes through `io.fetch`, and every answer is proven to be whole
 * and of the right kind before the SDK reads it.
 */
export class IoHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #io: ConnectorIo;
  readonly #service: string;

  constructor(io: ConnectorIo, service: string) {
    this.#io = io;
    this.#service = service;
  }

  async handle(request: SdkRequest) {
    const call = `${this.#service}:${operationOf(request)}`;
    const response = await this.#io.fetch(urlOf(request), {
      method: request.method,
      headers: headersOf(request),
      signal: this.#io.signal,
      ...(request.method === "GET" || request.method === "HEAD"
        ? {}
        : { body: request.body as string | Uint8Array<ArrayBuffer> }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok) {
      const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
      const { status, headers } = response;
      throw awsRefusal({ status, headers, text, call, now: this.#io.now() });
    }
    prove(bytes, request, call);
    const headers = Object.fromEntries(response.headers);
    return { response: { statusCode: response.status, headers, body: bytes } };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs() {
    return {};
  }

  destroy(): void {}
}

function urlOf(request: SdkRequest): string {
  const port = request.port ? `:${request.port}` : "";
  const url = new URL(`${request.protocol}//${request.hostname}${port}${request.path}`);
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value ?? ""])
      url.searchParams.append(key, one);
  }
  return url.href;
}

/** `host` follows from the URL and `content-length` from the body. */
function headersOf(request: SdkRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).filter(
      ([name]) => !/^(host|content-length|expect|connection)$/i.test(name),
    ),
  );
}

function bodyText(body: unknown): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}

const restOperations: readonly [RegExp, string][] = [
  [/^\/analyzer\/?$/, "ListAnalyzers"],
  [/^\/findingv2\/?$/, "ListFindings"],
  [/^\/findingv2\/.+/, "GetFinding"],
];

function operationOf(request: SdkRequest): string {
  const target = Object.entries(request.headers).find(([name]) =>
    /^x-amz-target$/i.test(name),
  )?.[1];
  if (target) return target.split(".").at(-1) ?? target;
  const action = /(?:^|&)Action=(\w+)/.exec(bodyText(request.body).slice(0, 2000))?.[1];
  return action ?? restOperations.find(([path]) => path.test(request.path))?.[1] ?? request.path;
}

/** An answer that is cut, empty or of another kind must not reach a lenient parser. */
function prove(bytes: Uint8Array, request: SdkRequest, call: string): void {
  const action = /(?:^|&)Action=(\w+)/.exec(bodyText(request.body).slice(0, 2000))?.[1];
  if (action === undefined) {
    parseJson(bytes, anyObject, call);
    return;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    throw new ConnectorError("unexpected_response", `The answer to ${call} is not valid UTF-8.`);
  }
  const whole = text.startsWith("<") && text.endsWith(`</${action}Response>`);
  if (whole && !text.includes("<!DOCTYPE") && !text.includes("<!ENTITY")) return;
  throw new ConnectorError(
    "unexpected_response",
    `The answer to ${call} is not the XML that AWS documents, or it was cut.`,
  );
}
