import { toRouteHandler } from "@/app/_http/route-handler";
import { withdrawInvitation } from "@/lib/use-cases/people/invite-person";

export const DELETE = toRouteHandler(withdrawInvitation, (_request, params) => params);
