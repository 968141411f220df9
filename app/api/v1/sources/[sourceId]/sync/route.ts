import { toRouteHandler } from "@/app/_http/route-handler";
import { requestSync } from "@/lib/use-cases/sources/request-sync";

export const POST = toRouteHandler(requestSync, (_request, params) => params, { status: 202 });
