import { toRouteHandler } from "@/app/_http/route-handler";
import { enablePerson } from "@/lib/use-cases/people/change-person";

export const POST = toRouteHandler(enablePerson, (_request, params) => params);
