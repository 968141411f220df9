import type { NextRequest } from "next/server";
import { answerCall, type Params, type Route, type UseCase } from "./answer-call";
import { errorResponse } from "./error-response";
import { searchInput } from "./route-handler";

interface File {
  fileName: string;
  contentType: string;
  /** How long the file is, where that is known before it is read. */
  bytes?: number;
  chunks: AsyncIterable<string | Uint8Array>;
}

/** Pulled by its reader: one that goes away ends the reading of the database too. */
function asBody(chunks: File["chunks"]): ReadableStream<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await source.return?.();
    },
  });
}

const fileResponse = (file: File): Response =>
  new Response(asBody(file.chunks), {
    headers: {
      "cache-control": "private, no-store",
      "content-type": file.contentType,
      "content-disposition": `attachment; filename="${file.fileName}"`,
      "x-content-type-options": "nosniff",
      ...(file.bytes === undefined ? {} : { "content-length": String(file.bytes) }),
    },
  });

/** A command that writes a file as a download. */
export function toFileHandler(
  run: UseCase<File>,
  input: (request: NextRequest, params: Params) => unknown = searchInput,
) {
  const handle = (request: NextRequest, route: Route): Promise<Response> =>
    answerCall(request, {
      run,
      input: async () => input(request, await route.params),
      answer: fileResponse,
      refuse: errorResponse,
    });
  return Object.assign(handle, { run, status: 200, file: true });
}
