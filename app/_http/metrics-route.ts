import type { NextRequest } from "next/server";
import { collectMetrics } from "@/lib/use-cases/settings/collect-metrics";
import { clientAddress } from "./client-address";
import { errorResponse } from "./error-response";

/** Prometheus' own door: a token of its own, never a session. */
export async function metricsRoute(request: NextRequest): Promise<Response> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
  try {
    const answer = await collectMetrics({ token, address: clientAddress(request.headers) });
    const headers = { "content-type": answer.contentType, "cache-control": "no-store" };
    return new Response(answer.text, { headers });
  } catch (error) {
    return errorResponse(error, "metrics");
  }
}
