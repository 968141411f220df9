import { toRouteHandler } from "@/app/_http/route-handler";
import { resetSecondFactor } from "@/lib/use-cases/people/reset-second-factor";

export const DELETE = toRouteHandler(resetSecondFactor, (_request, params) => params);
