import { DomainError } from "@/lib/domain/errors";

const mostBytes = 50 * 1024 * 1024;

const tooLarge = () =>
  new DomainError(
    "too_large",
    "The file is larger than 50 MB. Nothing was kept; send a smaller one.",
  );

/** The raw body of an upload. Reading stops at the limit, whatever length was announced. */
export async function bodyBytes(
  request: { headers: Headers; body: ReadableStream<Uint8Array> | null },
  limit = mostBytes,
): Promise<Uint8Array> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/octet-stream\b/i.test(type)) {
    throw new DomainError("invalid_input", "Send the file itself as application/octet-stream.");
  }
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge();
  if (!request.body) throw new DomainError("invalid_input", "The file is empty.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
