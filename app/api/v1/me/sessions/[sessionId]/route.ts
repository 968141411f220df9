import { toRouteHandler } from "@/app/_http/route-handler";
import { endSession } from "@/lib/use-cases/sessions/end-session";

export const DELETE = toRouteHandler(endSession, (_request, params) => params);
