import { toRouteHandler } from "@/app/_http/route-handler";
import { getRun } from "@/lib/use-cases/sources/list-runs";

export const GET = toRouteHandler(getRun, (_request, params) => ({ runId: params.runId }));
