import type { NextRequest } from "next/server";
import type { Context } from "@/lib/use-cases/context";
import { errorResponse } from "./error-response";
import { requestContext } from "./request-context";
import { searchInput } from "./route-handler";

type Params = Record<string, string>;

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

/** A command that writes a file as a download. */
export function toFileHandler(
  run: (ctx: Context, input: never) => Promise<File>,
  input: (request: NextRequest, params: Params) => unknown = searchInput,
) {
  const handle = async (
    request: NextRequest,
    route: { params: Promise<Params> },
  ): Promise<Response> => {
    let requestId = "unknown";
    try {
      const ctx = await requestContext({ request });
      requestId = ctx.requestId;
      const file = await run(ctx, input(request, await route.params) as never);
      return new Response(asBody(file.chunks), {
        headers: {
          "cache-control": "private, no-store",
          "content-type": file.contentType,
          "content-disposition": `attachment; filename="${file.fileName}"`,
          "x-content-type-options": "nosniff",
          ...(file.bytes === undefined ? {} : { "content-length": String(file.bytes) }),
        },
      });
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
  return Object.assign(handle, { run, status: 200, file: true });
}
