import { toRouteHandler } from "@/app/_http/route-handler";
import { handOverOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(handOverOffboarding, (_request, { caseId }) => ({ caseId }));
