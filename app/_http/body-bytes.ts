import { setTimeout as pause } from "node:timers/promises";
import { DomainError } from "@/lib/domain/errors";

interface Body {
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
}

const mostFileBytes = 50 * 1024 * 1024;
const mostJsonBytes = 1_000_000;

/** How long the answer waits for a client that still sends and wants the connection closed with it. */
const mostWaitMs = 5_000;

/**
 * Keeps no more than the limit, whatever length was announced; null when there is more. The rest is
 * read and dropped: closing on a client that still sends takes the answer away from it.
 */
export async function bytesWithin(request: Body, limit: number): Promise<Uint8Array | null> {
  const isClosing = /\bclose\b/i.test(request.headers.get("connection") ?? "");
  const isAnnounced = Number(request.headers.get("content-length") ?? 0) > limit;
  // Node itself drops what nobody began to read.
  if (isAnnounced && !isClosing) return null;
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const bytes = isAnnounced ? null : await readUpTo(reader, limit);
  if (bytes) return bytes;
  const dropping = drop(reader);
  if (isClosing) await Promise.race([dropping, pause(mostWaitMs, undefined, { ref: false })]);
  return null;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readUpTo(reader: Reader, limit: number): Promise<Uint8Array | null> {
  // Grows in place: a second copy of a large file would double what an upload costs.
  const room = new ArrayBuffer(0, { maxByteLength: limit });
  let size = 0;
  for (;;) {
    const { done, value: chunk } = await reader.read();
    if (done) return new Uint8Array(room);
    if (size + chunk.byteLength > limit) return null;
    room.resize(size + chunk.byteLength);
    new Uint8Array(room, size).set(chunk);
    size += chunk.byteLength;
  }
}

/** Ends with the request, which Node lets take five minutes. */
async function drop(reader: Reader): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has gone; its answer went with it.
  }
}

/** The raw body of an upload. */
export async function bodyBytes(request: Body, limit = mostFileBytes): Promise<Uint8Array> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/octet-stream\b/i.test(type)) {
    throw new DomainError("invalid_input", "Send the file itself as application/octet-stream.");
  }
  const bytes = await bytesWithin(request, limit);
  if (!bytes) {
    throw new DomainError(
      "too_large",
      "The file is larger than 50 MB. Nothing was kept; send a smaller one.",
    );
  }
  if (bytes.byteLength === 0) throw new DomainError("invalid_input", "The file is empty.");
  return bytes;
}

/** The JSON body, refused above 1 MB or when it is not JSON. */
export async function jsonBody(request: Body): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:scim\+)?json\b/i.test(type)) {
    throw new DomainError("invalid_input", "Send the body as application/json.");
  }
  const bytes = await bytesWithin(request, mostJsonBytes);
  if (!bytes) {
    throw new DomainError("too_large", "The body is larger than 1 MB. Nothing was changed.");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new DomainError("invalid_input", "The body is not JSON. Nothing was changed.");
  }
}
