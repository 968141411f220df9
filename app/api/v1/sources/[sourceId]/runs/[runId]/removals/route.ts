import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { confirmRemovals } from "@/lib/use-cases/sources/confirm-removals";

export const POST = toRouteHandler(confirmRemovals, async (request, params) => ({
  ...((await jsonInput(request)) as object),
  runId: params.runId,
}));
