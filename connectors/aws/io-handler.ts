import { isUtf8 } from "node:buffer";
import { ConnectorError, type ConnectorIo } from "../contract";
import { OutboundError } from "@/lib/domain/outbound-error";
import { parseJson } from "../shared/json-answer";
import { z } from "zod";
import { AwsError, awsRefusal, orNoAddress, reportTooLarge } from "./aws-error";

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
const wholeReport = "iam:GetCredentialReport";
/** AWS gives the report in one piece, a third larger for its base64: 100,000 users are 35 MB. */
const mostReportBytes = 128 * 1024 * 1024;

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
    const operation = operationOf(request);
    const call = `${this.#service}:${operation.name}`;
    const body = bodyOf(request);
    const asked = this.#io.exchange({
      url: urlOf(request),
      method: request.method,
      headers: request.headers,
      // Every call of this connector reads, sets a state, or deletes by id: twice is as once.
      isRepeatable: true,
      ...(body === undefined ? {} : { body }),
      ...(call === wholeReport ? { maxBodyBytes: mostReportBytes } : {}),
    });
    const answer = await orNoAddress(asked, request.hostname, call).catch((error: unknown) => {
      throw call === wholeReport ? orTooLarge(error) : error;
    });
    const { status, headers } = answer;
    const bytes = answer.body ?? new Uint8Array();
    if (status < 200 || status > 299) {
      const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
      throw awsRefusal({ status, headers, text, call, now: this.#io.now() });
    }
    prove(bytes, operation, call);
    return { response: { statusCode: status, headers: Object.fromEntries(headers), body: bytes } };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs() {
    return {};
  }

  destroy(): void {}
}

/** A report of that size belongs to an account far beyond what AWS allows by default. */
function orTooLarge(error: unknown): unknown {
  if (!(error instanceof OutboundError) || error.code !== "too_large") return error;
  return new AwsError(reportTooLarge, "unexpected_response", error.message, {});
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

function bodyOf(request: SdkRequest): string | Uint8Array | undefined {
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  const { body } = request;
  return typeof body === "string" || body instanceof Uint8Array ? body : undefined;
}

const textOf = (body: string | Uint8Array | undefined): string =>
  typeof body === "string" ? body : new TextDecoder().decode(body);

const restOperations: readonly [RegExp, string][] = [
  [/^\/analyzer\/?$/, "ListAnalyzers"],
  [/^\/findingv2\/?$/, "ListFindings"],
  [/^\/findingv2\/.+/, "GetFinding"],
];

interface Operation {
  name: string;
  /** Answered in the XML of the query protocol; all others in JSON. */
  isQuery: boolean;
}

function operationOf(request: SdkRequest): Operation {
  const target = request.headers["x-amz-target"] ?? request.headers["X-Amz-Target"];
  if (target) return { name: target.split(".").at(-1) ?? target, isQuery: false };
  const action = /(?:^|&)Action=(\w+)/.exec(textOf(bodyOf(request)).slice(0, 2000))?.[1];
  if (action) return { name: action, isQuery: true };
  const name = restOperations.find(([path]) => path.test(request.path))?.[1] ?? request.path;
  return { name, isQuery: false };
}

/** An answer that is cut, empty or of another kind must not reach a lenient parser. */
function prove(bytes: Uint8Array, { name, isQuery }: Operation, call: string): void {
  if (isQuery) proveXml(bytes, name, call);
  else parseJson(bytes, anyObject, call);
}

/** Refuses what is not the whole answer to `name` in the XML of the query protocol. */
export function proveXml(bytes: Uint8Array, name: string, call: string): void {
  if (!isUtf8(bytes)) {
    throw new ConnectorError("unexpected_response", `The answer to ${call} is not valid UTF-8.`);
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = text.subarray(0, 200).toString().trimStart();
  const end = text.subarray(-200).toString().trimEnd();
  const whole = start.startsWith("<") && end.endsWith(`</${name}Response>`);
  if (whole && !text.includes("<!DOCTYPE") && !text.includes("<!ENTITY")) return;
  throw new ConnectorError(
    "unexpected_response",
    `The answer to ${call} is not the XML that AWS documents, or it was cut.`,
  );
}
