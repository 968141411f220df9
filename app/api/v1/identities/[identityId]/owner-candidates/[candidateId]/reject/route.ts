import { toRouteHandler } from "@/app/_http/route-handler";
import { rejectCandidate } from "@/lib/use-cases/identities/decide-candidate";

export const POST = toRouteHandler(rejectCandidate, (_request, params) => params);
