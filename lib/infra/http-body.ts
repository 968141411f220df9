import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip } from "node:zlib";
import { OutboundError } from "../domain/outbound-error";

interface Answer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
}

const bodiless = new Set([204, 205, 304]);

function headersOf(raw: Answer["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return headers;
}

function decoder(encoding: string, host: string): NodeJS.ReadWriteStream {
  if (encoding === "gzip" || encoding === "x-gzip") {
    return createGunzip({ finishFlush: constants.Z_FINISH });
  }
  throw new OutboundError(
    "encoding",
    `${host} answered in the encoding ${encoding.slice(0, 40)}, which was not asked for.`,
  );
}

const tooLarge = (host: string, max: number): OutboundError =>
  new OutboundError(
    "too_large",
    `The answer of ${host} is larger than ${Math.round(max / 1024 / 1024)} MB.`,
  );

async function collect(
  answer: Answer,
  encoding: string,
  host: string,
  max: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > max) throw tooLarge(host, max);
    chunks.push(chunk);
  };
  try {
    if (encoding === "" || encoding === "identity") {
      for await (const chunk of answer.body) take(chunk as Buffer);
    } else {
      await pipeline(answer.body, decoder(encoding, host), async (decoded) => {
        for await (const chunk of decoded) take(chunk as Buffer);
      });
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (code.startsWith("Z_")) {
      throw new OutboundError("encoding", `The answer of ${host} is not valid gzip.`, {
        cause: error,
      });
    }
    throw error;
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** An answer with its whole body, null where its status or method forbids one. */
export interface WholeAnswer {
  status: number;
  headers: Headers;
  body: Buffer | null;
  url: URL;
}

/** Reads the whole body within the limit. */
export async function readBody(
  answer: Answer,
  url: URL,
  method: string,
  max: number,
): Promise<WholeAnswer> {
  const headers = headersOf(answer.headers);
  const encoding = (headers.get("content-encoding") ?? "").trim().toLowerCase();
  const declared = Number(headers.get("content-length") ?? 0);
  const isBodiless = bodiless.has(answer.statusCode) || method === "HEAD";
  let content: Buffer;
  try {
    if (!isBodiless && declared > max) throw tooLarge(url.host, max);
    content = await collect(answer, isBodiless ? "" : encoding, url.host, max);
  } finally {
    if (!answer.body.readableEnded) answer.body.on("error", () => undefined).destroy();
  }
  headers.delete("content-encoding");
  headers.delete("content-length");
  return { status: answer.statusCode, headers, body: isBodiless ? null : content, url };
}

/** The answer as `fetch` gives it. */
export function responseOf({ status, headers, body, url }: WholeAnswer): Response {
  const response = new Response(body === null ? null : new Uint8Array(body), { status, headers });
  Object.defineProperty(response, "url", { value: url.toString() });
  return response;
}
