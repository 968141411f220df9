import { PassThrough, type Readable, Writable } from "node:stream";
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
  if (encoding === "" || encoding === "identity") return new PassThrough();
  if (encoding === "gzip" || encoding === "x-gzip") {
    return createGunzip({ finishFlush: constants.Z_FINISH });
  }
  throw new OutboundError(
    "encoding",
    `${host} answered in the encoding ${encoding.slice(0, 40)}, which was not asked for.`,
  );
}

async function collect(
  answer: Answer,
  encoding: string,
  host: string,
  max: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > max) {
        done(
          new OutboundError(
            "too_large",
            `The answer of ${host} is larger than ${Math.round(max / 1024 / 1024)} MB.`,
          ),
        );
        return;
      }
      chunks.push(chunk);
      done();
    },
  });
  try {
    await pipeline(answer.body, decoder(encoding, host), sink);
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (code.startsWith("Z_")) {
      throw new OutboundError("encoding", `The answer of ${host} is not valid gzip.`, {
        cause: error,
      });
    }
    throw error;
  }
  return Buffer.concat(chunks);
}

/** Reads the whole body within the limit and gives back a standard Response. */
export async function readBody(
  answer: Answer,
  url: URL,
  method: string,
  max: number,
): Promise<Response> {
  const headers = headersOf(answer.headers);
  const encoding = (headers.get("content-encoding") ?? "").trim().toLowerCase();
  const declared = Number(headers.get("content-length") ?? 0);
  const isBodiless = bodiless.has(answer.statusCode) || method === "HEAD";
  let content: Buffer | null = null;
  try {
    if (!isBodiless && declared > max) {
      throw new OutboundError(
        "too_large",
        `The answer of ${url.host} is larger than ${Math.round(max / 1024 / 1024)} MB.`,
      );
    }
    content = await collect(answer, isBodiless ? "" : encoding, url.host, max);
  } finally {
    answer.body.on("error", () => undefined).destroy();
  }
  headers.delete("content-encoding");
  headers.delete("content-length");
  const response = new Response(isBodiless ? null : new Uint8Array(content), {
    status: answer.statusCode,
    headers,
  });
  Object.defineProperty(response, "url", { value: url.toString() });
  return response;
}
