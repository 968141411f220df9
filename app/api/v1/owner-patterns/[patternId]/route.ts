import { toRouteHandler } from "@/app/_http/route-handler";
import { removePattern } from "@/lib/use-cases/patterns/change-patterns";

export const DELETE = toRouteHandler(removePattern, (_request, params) => params);
