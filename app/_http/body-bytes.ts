import { DomainError } from "@/lib/domain/errors";

interface Body {
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
}

const mostFileBytes = 50 * 1024 * 1024;
const mostJsonBytes = 1_000_000;

/** Reads no further than the limit, whatever length was announced; null when there is more. */
export async function bytesWithin(request: Body, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return null;
  // Grows in place: a second copy of a large file would double what an upload costs.
  const room = new ArrayBuffer(0, { maxByteLength: limit });
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of request.body ?? []) {
    if (size + chunk.byteLength > limit) return null;
    room.resize(size + chunk.byteLength);
    new Uint8Array(room, size).set(chunk);
    size += chunk.byteLength;
  }
  return new Uint8Array(room);
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
