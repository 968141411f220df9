import { toRouteHandler } from "@/app/_http/route-handler";
import { acceptCandidate } from "@/lib/use-cases/identities/decide-candidate";

export const POST = toRouteHandler(acceptCandidate, (_request, params) => params);
