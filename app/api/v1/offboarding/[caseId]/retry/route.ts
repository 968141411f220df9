import { toRouteHandler } from "@/app/_http/route-handler";
import { retryOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(retryOffboarding, (_request, { caseId }) => ({ caseId }));
