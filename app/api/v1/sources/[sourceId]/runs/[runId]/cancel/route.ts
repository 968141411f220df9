import { toRouteHandler } from "@/app/_http/route-handler";
import { cancelSync } from "@/lib/use-cases/sources/cancel-sync";

export const POST = toRouteHandler(cancelSync, (_request, params) => ({ runId: params.runId }));
