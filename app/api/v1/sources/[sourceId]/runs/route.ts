import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listRuns } from "@/lib/use-cases/sources/list-runs";

export const GET = toRouteHandler(listRuns, (request, params) => {
  const { limit, ...rest } = searchInput(request);
  return { ...rest, ...(limit === undefined ? {} : { limit: Number(limit) }), ...params };
});
