import type { NextRequest } from "next/server";
import type { Context } from "@/lib/use-cases/context";
import { errorResponse } from "./error-response";
import { requestContext } from "./request-context";
import { searchInput } from "./route-handler";

interface File {
  fileName: string;
  contentType: string;
  chunks: AsyncIterable<string>;
}

/** Pulled by its reader: one that goes away ends the reading of the database too. */
function asBody(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await source.return?.();
    },
  });
}

/** A command that writes a file as a download. */
export function toFileHandler(run: (ctx: Context, input: never) => Promise<File>) {
  return async (request: NextRequest): Promise<Response> => {
    let requestId = "unknown";
    try {
      const ctx = await requestContext({ request });
      requestId = ctx.requestId;
      const file = await run(ctx, searchInput(request) as never);
      return new Response(asBody(file.chunks), {
        headers: {
          "cache-control": "private, no-store",
          "content-type": file.contentType,
          "content-disposition": `attachment; filename="${file.fileName}"`,
          "x-content-type-options": "nosniff",
        },
      });
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
}
