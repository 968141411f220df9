import { toRouteHandler } from "@/app/_http/route-handler";
import { disablePerson } from "@/lib/use-cases/people/change-person";

export const POST = toRouteHandler(disablePerson, (_request, params) => params);
