import type { NextRequest } from "next/server";
import { errorResponse } from "@/app/_http/error-response";
import { requestContext } from "@/app/_http/request-context";
import { searchInput } from "@/app/_http/route-handler";
import { exportIdentities } from "@/lib/use-cases/identities/export-identities";

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

export async function GET(request: NextRequest): Promise<Response> {
  let requestId = "unknown";
  try {
    const ctx = await requestContext({ request });
    requestId = ctx.requestId;
    const file = await exportIdentities(ctx, searchInput(request));
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
}
