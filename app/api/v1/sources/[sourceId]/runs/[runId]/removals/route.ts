import { bodyAnd, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { confirmRemovals } from "@/lib/use-cases/sources/confirm-removals";
import { listRemovals } from "@/lib/use-cases/sources/list-removals";

export const POST = toRouteHandler(confirmRemovals, (request, { runId }) =>
  bodyAnd(request, { runId }),
);
export const GET = toRouteHandler(listRemovals, (request, { runId }) => ({
  ...searchInput(request),
  runId,
}));
